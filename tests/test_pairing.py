"""Names that mean one indicator, and names that do not."""

import pytest

from lkip_xl.pairing import pair, same_words

SAME = [
    ("Persentase Indikator Program yang tercapai", "% indikator program yang tercapai"),
    ("Jumlah Dokumen Penataan Organisasi dan Tata Laksana Pemerintah Daerah",
     "Jumlah dokumen penataan otganisasi dan tata laksana pemerinntah daerah"),
    ("Nilai SAKIP OPD", "Nilai Sakip (OPD)"),
    ("Indikator : Indeks Kepuasan Masyarakat (Indeks)", "Indeks Kepuasan Masyarakat"),
    ("Persentase Fasilitas Kesejahteraan masyarakat", "Persentase Fasilitasi Kesejahteraan masyarakat yang dilaksanakan"),
    ("PROGRAM PENYELENGGA RAAN PEMERINTAHAN DAN PELAYANAN PUBLIK", "Program Penyelenggaraan Pemerintahan dan Pelayanan Publik"),
    ("1. Prosentase Desa yang menyusun dokumen", "Presentase desa yang menyusun dokumen"),
]  # fmt: skip
DIFFERENT = [
    ("% indikator program yang tercapai", "Presentase Capaian Kinerja Program yang Tercapai (%)"),
    (
        "Persentase layanan administrasi kependudukan tepat waktu",
        "Persentase layanan administrasi pertanahan tepat waktu",
    ),
    ("Persentase surat masuk yang diproses", "Persentase surat keluar yang diproses"),
    ("Jumlah warga miskin", "Jumlah warga tidak miskin"),
    ("IKM", "IKM Seksi Pelayanan"),
    ("Persentase sekolah terakreditasi A", "Persentase sekolah terakreditasi B"),
    ("Persentase desa yang menyusun RPJMDes tepat waktu", "Persentase desa yang menyusun RKPDes tepat waktu"),
    ("Persentase PMKS yang tertangani", "Persentase PMKS lanjut usia yang tertangani"),
    ("Jumlah jalan selesai tahun 2020", "Jumlah jalan selesai tahun 2021"),
    ("Indeks Kepuasan Masyarakat", "Indeks Pelayanan Publik Kecamatan"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same(a, b):
    assert pair([a], [b], str) == ([(a, b)], [])


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_not_the_same(a, b):
    assert pair([a], [b], str) == ([], [])


def test_an_exact_name_goes_before_a_similar_one():
    left = ["Nilai SAKIP layanan arsip", "Nilai layanan arsip"]
    assert pair(left, left[::-1], str)[0] == [(x, x) for x in left]


def test_two_candidates_too_close_are_no_pair():
    pairs, unclear = pair(
        ["Persentase layanan selesai"], ["Persentase layanan A selesai", "Persentase layanan B selesai"], str
    )
    assert pairs == []
    assert unclear == ["Persentase layanan selesai"]


def test_names_that_stand_twice_pair_in_order_or_not_at_all():
    assert pair(["a b", "a b"], ["a b", "a b"], str)[0] == [("a b", "a b")] * 2
    assert pair(["a b"], ["a b", "a b"], str)[0] == []


def test_same_words_leaves_no_telling_word_over():
    assert same_words("Nilai SAKIP OPD", "Nilai Sakip Kecamatan (Angka)")
    assert not same_words("Nilai pelayanan kependudukan", "Nilai SAKIP pelayanan kependudukan")
