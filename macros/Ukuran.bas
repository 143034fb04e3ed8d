Attribute VB_Name = "Ukuran"
Option Explicit
' The measures of a performance report as worksheet functions. Reference first, realisasi second; percentages are
' percent points. They take what people type, one cell or a range (a range gives an array), and never give a false 0:
' nothing written gives nothing, what cannot be computed gives the reason in words.

Private Const KETELITIAN As Long = 10   ' decimals of every measure that divides, the same in every engine

Private Type Bacaan
    isi As Variant   ' Empty, a Double, or a reason in words
    desimal As Long
    mutlak As Boolean
    tulisan As String
End Type

' Capaian kinerja dalam persen: realisasi / target x 100; arah "negatif" untuk indikator yang makin rendah makin baik.
Public Function CAPAIAN(ByVal target As Variant, ByVal realisasi As Variant, Optional ByVal arah As Variant) As Variant
    If IsMissing(arah) Then arah = ""   ' LibreOffice takes no default of an optional argument
    CAPAIAN = Tiap("CAPAIAN", target, realisasi, arah, "")
End Function

' Kemajuan dalam persen menuju target akhir Renstra.
Public Function KEMAJUAN(ByVal target_akhir As Variant, ByVal realisasi As Variant, Optional ByVal arah As Variant) As Variant
    If IsMissing(arah) Then arah = ""   ' LibreOffice takes no default of an optional argument
    KEMAJUAN = Tiap("CAPAIAN", target_akhir, realisasi, arah, "")
End Function

' Serapan anggaran dalam persen: realisasi / anggaran x 100.
Public Function SERAPAN(ByVal anggaran As Variant, ByVal realisasi As Variant) As Variant
    SERAPAN = Tiap("SERAPAN", anggaran, realisasi, "", "")
End Function

' "Efisien" bila capaian mencapai 100% dengan serapan yang lebih kecil, selain itu "Tidak efisien".
Public Function EFISIENSI(ByVal capaian As Variant, ByVal serapan As Variant) As Variant
    EFISIENSI = Tiap("EFISIENSI", capaian, serapan, "", "")
End Function

' Predikat sebuah persentase. skala: rentang dengan kolom pertama predikat dan kolom terakhir batas bawah.
Public Function PREDIKAT(ByVal nilai As Variant, Optional ByVal skala As Variant) As Variant
    Dim i As Long, j As Long, hasil() As Variant
    If IsMissing(skala) Then
        PREDIKAT = Tiap("PREDIKAT", nilai, "", "", "")
    ElseIf Baris(nilai) = 1 And Kolom(nilai) = 1 Then
        PREDIKAT = JenjangDariSkala(Baca(nilai, 1, 1), skala)
    Else
        ReDim hasil(1 To Baris(nilai), 1 To Kolom(nilai))
        For i = 1 To UBound(hasil, 1)
            For j = 1 To UBound(hasil, 2)
                hasil(i, j) = JenjangDariSkala(Baca(nilai, i, j), skala)
            Next
        Next
        PREDIKAT = hasil
    End If
End Function

' Huruf dari nilai SAKIP, 0 sampai 100.
Public Function SAKIP(ByVal nilai As Variant) As Variant
    SAKIP = Tiap("SAKIP", nilai, "", "", "")
End Function

' Huruf mutu dari nilai IKM, 25 sampai 100.
Public Function IKM(ByVal nilai As Variant) As Variant
    IKM = Tiap("IKM", nilai, "", "", "")
End Function

' Huruf dari Indeks Pelayanan Publik, 0 sampai 5.
Public Function IPP(ByVal nilai As Variant) As Variant
    IPP = Tiap("IPP", nilai, "", "", "")
End Function

' Angka di dalam sel: A (80,41) adalah 80,41; 4 Dok adalah 4.
Public Function NILAI(ByVal teks As Variant) As Variant
    NILAI = Tiap("NILAI", teks, "", "", "")
End Function

' IKM, 25 sampai 100, dari sembilan nilai rata-rata unsur (1 sampai 4).
Public Function SKM(ByVal unsur As Variant) As Variant
    Dim b As Bacaan, i As Long, j As Long, jumlah As Double, banyak As Long
    SKM = ""
    For i = 1 To Baris(unsur)
        For j = 1 To Kolom(unsur)
            b = Baca(unsur, i, j)
            If VarType(b.isi) = vbString Then
                SKM = b.isi
                Exit Function
            End If
            If Not IsEmpty(b.isi) Then
                banyak = banyak + 1
                jumlah = jumlah + b.isi
            End If
        Next
    Next
    If banyak = 9 Then
        SKM = Bulatkan(jumlah * 25 / 9, KETELITIAN)
    ElseIf banyak > 0 Then
        SKM = "unsur harus sembilan"
    End If
End Function

' "OK" bila persentase yang tertulis cocok dengan target dan realisasinya, selain itu alasannya.
Public Function CEKPERSEN(ByVal tertulis As Variant, ByVal target As Variant, ByVal realisasi As Variant, _
                          Optional ByVal arah As Variant) As Variant
    If IsMissing(arah) Then arah = ""   ' LibreOffice takes no default of an optional argument
    CEKPERSEN = Tiap("CEKPERSEN", target, realisasi, arah, tertulis)
End Function

' "OK" bila serapan yang tertulis cocok dengan anggaran dan realisasinya, selain itu alasannya.
Public Function CEKSERAPAN(ByVal tertulis As Variant, ByVal anggaran As Variant, ByVal realisasi As Variant) As Variant
    CEKSERAPAN = Tiap("CEKSERAPAN", anggaran, realisasi, "", tertulis)
End Function

' --- one value, or an array of them -----------------------------------------------------------------------------

Private Function Tiap(ByVal nama As String, ByVal x As Variant, ByVal y As Variant, ByVal arah As Variant, _
                      ByVal tertulis As Variant) As Variant
    Dim n As Long, m As Long, i As Long, j As Long, hasil() As Variant
    n = Terbesar(Baris(x), Baris(y), Baris(arah), Baris(tertulis))
    m = Terbesar(Kolom(x), Kolom(y), Kolom(arah), Kolom(tertulis))
    If n = 1 And m = 1 Then
        Tiap = Hitung(nama, Baca(x, 1, 1), Baca(y, 1, 1), Baca(arah, 1, 1), Baca(tertulis, 1, 1))
        Exit Function
    End If
    ReDim hasil(1 To n, 1 To m)
    For i = 1 To n
        For j = 1 To m
            hasil(i, j) = Hitung(nama, Baca(x, i, j), Baca(y, i, j), Baca(arah, i, j), Baca(tertulis, i, j))
        Next
    Next
    Tiap = hasil
End Function

Private Function Terbesar(ByVal a As Long, ByVal b As Long, ByVal c As Long, ByVal d As Long) As Long
    Terbesar = a
    If b > Terbesar Then Terbesar = b
    If c > Terbesar Then Terbesar = c
    If d > Terbesar Then Terbesar = d
End Function

' LibreOffice fails on a member of an argument that is no object, even where it is never reached; hence `rentang`.
Private Function Baris(ByVal x As Variant) As Long
    Dim rentang As Object
    If IsObject(x) Then
        Set rentang = x
        Baris = rentang.Rows.Count
    ElseIf IsArray(x) Then
        Baris = UBound(x, 1) - LBound(x, 1) + 1
    Else
        Baris = 1
    End If
End Function

Private Function Kolom(ByVal x As Variant) As Long
    Dim rentang As Object
    Kolom = 1
    If IsObject(x) Then
        Set rentang = x
        Kolom = rentang.Columns.Count
    ElseIf IsArray(x) Then
        On Error Resume Next   ' an array of one dimension is one column
        Kolom = UBound(x, 2) - LBound(x, 2) + 1
    End If
End Function

' What stands at a place of a value, array or range; one row or column stands for all.
Private Function Baca(ByVal x As Variant, ByVal i As Long, ByVal j As Long) As Bacaan
    Dim b As Bacaan, rentang As Object
    If IsObject(x) Then
        Set rentang = x
        If rentang.Rows.Count = 1 Then i = 1
        If rentang.Columns.Count = 1 Then j = 1
        Set rentang = rentang.Cells(i, j)
        b.isi = rentang.Value
        If VarType(b.isi) = vbString Or IsEmpty(b.isi) Then
            b.isi = BacaIsi(b.isi, "", b.desimal, b.mutlak, b.tulisan)
        Else
            b.isi = BacaIsi(b.isi, rentang.NumberFormat, b.desimal, b.mutlak, b.tulisan)
        End If
    ElseIf IsArray(x) Then
        b.isi = BacaIsi(Unsur(x, i, j), "", b.desimal, b.mutlak, b.tulisan)
    Else
        b.isi = BacaIsi(x, "", b.desimal, b.mutlak, b.tulisan)
    End If
    Baca = b
End Function

Private Function Unsur(ByVal larik As Variant, ByVal i As Long, ByVal j As Long) As Variant
    If Baris(larik) = 1 Then i = 1
    If Kolom(larik) = 1 Then j = 1
    Unsur = larik(LBound(larik, 1) + i - 1, LBound(larik, 2) + j - 1)
End Function

' --- the measures of read figures --------------------------------------------------------------------------------

Private Function Hitung(ByVal nama As String, ByRef x As Bacaan, ByRef y As Bacaan, ByRef arah As Bacaan, _
                        ByRef tertulis As Bacaan) As Variant
    Select Case nama
        Case "CAPAIAN"
            Hitung = HitungCapaian(x.isi, y.isi, arah.tulisan)
        Case "SERAPAN"
            Hitung = HitungSerapan(x.isi, y.isi)
        Case "EFISIENSI"
            Hitung = HitungEfisiensi(x.isi, y.isi)
        Case "CEKPERSEN", "CEKSERAPAN"
            Hitung = Cocokkan(nama, tertulis, x, y, arah.tulisan)
        Case "NILAI"
            Hitung = IIf(IsEmpty(x.isi), "", x.isi)
        Case Else
            If IsEmpty(x.isi) Then
                Hitung = ""
            ElseIf VarType(x.isi) = vbString Then
                Hitung = IIf(nama = "PREDIKAT", "", x.isi)
            Else
                Hitung = Jenjang(nama, x.isi)
            End If
    End Select
End Function

Private Function HitungCapaian(ByVal target As Variant, ByVal realisasi As Variant, ByVal arah As String) As Variant
    Dim hasil As Double
    arah = LCase(arah)
    If IsEmpty(realisasi) Then
        HitungCapaian = ""
    ElseIf IsEmpty(target) Then
        HitungCapaian = "target kosong"
    ElseIf VarType(target) = vbString Or VarType(realisasi) = vbString Then
        HitungCapaian = SALAH_ANGKA
    ElseIf target = 0 Then
        HitungCapaian = "target nol"
    ElseIf arah <> "" And arah <> "positif" And arah <> "negatif" Then
        HitungCapaian = "periksa arah"
    ElseIf arah = "negatif" And Kebijakan("rumus_negatif", 1) = 2 And realisasi = 0 Then
        HitungCapaian = SALAH_ANGKA
    Else
        If arah <> "negatif" Then
            hasil = realisasi * 100 / target
        ElseIf Kebijakan("rumus_negatif", 1) = 2 Then
            hasil = target * 100 / realisasi
        Else
            hasil = (target - (realisasi - target)) * 100 / target
        End If
        hasil = Bulatkan(hasil, KETELITIAN)
        If hasil > Kebijakan("batas_capaian", 1E+99) Then hasil = Kebijakan("batas_capaian", 1E+99)
        If hasil < Kebijakan("lantai_capaian", -1E+99) Then hasil = Kebijakan("lantai_capaian", -1E+99)
        HitungCapaian = hasil
    End If
End Function

Private Function HitungSerapan(ByVal anggaran As Variant, ByVal realisasi As Variant) As Variant
    If IsEmpty(anggaran) Or IsEmpty(realisasi) Then
        HitungSerapan = ""
    ElseIf VarType(anggaran) = vbString Or VarType(realisasi) = vbString Then
        HitungSerapan = SALAH_ANGKA
    ElseIf anggaran <> 0 Then
        HitungSerapan = Bulatkan(realisasi * 100 / anggaran, KETELITIAN)
    ElseIf realisasi = 0 Then
        HitungSerapan = 0
    Else
        HitungSerapan = "anggaran nol"
    End If
End Function

Private Function HitungEfisiensi(ByVal capaian As Variant, ByVal serapan As Variant) As Variant
    If IsEmpty(capaian) Or IsEmpty(serapan) Or VarType(capaian) = vbString Or VarType(serapan) = vbString Then
        HitungEfisiensi = ""
    ElseIf capaian >= 100 And (capaian > serapan Or (capaian = serapan And Kebijakan("efisien_bila_sama", 0) = 1)) Then
        HitungEfisiensi = "Efisien"
    Else
        HitungEfisiensi = "Tidak efisien"
    End If
End Function

' A policy that sheet Identitas states; its usual value in a workbook without one.
Private Function Kebijakan(ByVal nama As String, ByVal biasa As Double) As Double
    Kebijakan = biasa
    On Error Resume Next
    Kebijakan = ThisWorkbook.Names(nama).RefersToRange.Value
End Function

' The first label whose lower bound a value reaches; the lowest label takes everything below.
Private Function JenjangDariSkala(ByRef b As Bacaan, ByVal skala As Variant) As Variant
    Dim batas As Bacaan, i As Long, rentang As Object
    JenjangDariSkala = ""
    Set rentang = skala
    If IsEmpty(b.isi) Or VarType(b.isi) = vbString Then Exit Function
    For i = 1 To rentang.Rows.Count
        JenjangDariSkala = rentang.Cells(i, 1).Value
        batas = Baca(skala, i, rentang.Columns.Count)
        If IsEmpty(batas.isi) Or VarType(batas.isi) = vbString Then Exit Function
        If b.isi >= batas.isi Then Exit Function
    Next
End Function

' --- a written percentage against its operands --------------------------------------------------------------------

Private Function Cocokkan(ByVal nama As String, ByRef tertulis As Bacaan, ByRef x As Bacaan, ByRef y As Bacaan, _
                          ByVal arah As String) As Variant
    Dim hasil As Variant, terlihat As Double, setengah As Double
    hasil = Ulang(nama, x.isi, y.isi, arah)
    If IsEmpty(tertulis.isi) Then
        Cocokkan = ""
    ElseIf VarType(tertulis.isi) = vbString Then
        Cocokkan = tertulis.isi
    ElseIf VarType(hasil) = vbString Then
        Cocokkan = hasil
    Else
        terlihat = Bulatkan(tertulis.isi, tertulis.desimal)
        setengah = 0.5 / 10 ^ tertulis.desimal
        If Bulatkan(hasil, tertulis.desimal) = terlihat Then
            Cocokkan = "OK"
        ElseIf Bulatkan(hasil - Sgn(hasil) * setengah, tertulis.desimal) = terlihat Then
            Cocokkan = "dipotong, bukan dibulatkan"
        ElseIf DalamPembulatan(nama, x, y, arah, terlihat - setengah, terlihat + setengah) Then
            Cocokkan = "OK"
        Else
            Cocokkan = "tertulis " & tertulis.tulisan & ", hasil hitung " & y.tulisan & "/" & x.tulisan & " = " & _
                       Tulis(hasil, IIf(tertulis.desimal > 2, tertulis.desimal, 2)) & "%"
        End If
    End If
End Function

Private Function Ulang(ByVal nama As String, ByVal x As Variant, ByVal y As Variant, ByVal arah As String) As Variant
    If nama = "CEKSERAPAN" Then
        Ulang = HitungSerapan(x, y)
    Else
        Ulang = HitungCapaian(x, y, arah)
    End If
End Function

' The operands may stand for all that rounds to them: 66,7 is 66,65 to 66,75. The extremes lie at the corners.
Private Function DalamPembulatan(ByVal nama As String, ByRef x As Bacaan, ByRef y As Bacaan, ByVal arah As String, _
                                 ByVal bawah As Double, ByVal atas As Double) As Boolean
    Dim i As Long, j As Long, v As Variant, terendah As Double, tertinggi As Double
    terendah = 1E+99
    tertinggi = -1E+99
    For i = -1 To 1 Step 2
        For j = -1 To 1 Step 2
            v = Ulang(nama, Ujung(x, i), Ujung(y, j), arah)
            If VarType(v) = vbString Then Exit Function
            If v < terendah Then terendah = v
            If v > tertinggi Then tertinggi = v
        Next
    Next
    DalamPembulatan = (terendah <= atas And bawah <= tertinggi)
End Function

Private Function Ujung(ByRef b As Bacaan, ByVal arah As Long) As Double
    Ujung = b.isi
    If Not b.mutlak Then Ujung = b.isi + arah * 0.5 / 10 ^ b.desimal
End Function
