# Perintah proyek. Semua menyiapkan lingkungannya sendiri di .venv; yang diperlukan hanya Python 3.11 ke atas.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench seeded killed hostile fuzz templates office chromium clean

demo: .venv/siap
	$(BIN)/lkip-xl demo

test: .venv/siap-uji office chromium lint
	$(BIN)/pytest -n auto

lint: .venv/siap-uji
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/siap-uji
	$(BIN)/python tests/bench.py

seeded: .venv/siap-uji
	$(BIN)/python tests/seeded.py

# Setiap berkas jahat: apa yang didapat pengirimnya, puncak memori, waktu.
hostile: .venv/siap-uji
	$(BIN)/python tests/hostile.py

# 12.000 buku kerja yang dirusak acak, lalu 240 kali pengisian yang dimatikan di tengah jalan.
fuzz: .venv/siap-uji
	$(BIN)/python tests/fuzz.py 12000
	$(BIN)/python tests/kills.py 240

# Pemeriksaan banyak berkas yang dimatikan di saat acak, lalu diteruskan.
killed: .venv/siap-uji
	$(BIN)/python tests/killed.py

templates: .venv/siap
	$(BIN)/python workbook_templates/build.py

# LibreOffice menghitung ulang rumus buku kerja di dalam uji; tanpa LibreOffice uji itu dilewati.
office:
	@if command -v soffice >/dev/null && /usr/bin/python3 -c 'import uno' 2>/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-calc python3-uno >/dev/null \
	  || echo "LibreOffice tidak dapat dipasang: uji rumus di LibreOffice dilewati."; \
	else echo "LibreOffice dan python3-uno tidak ada: uji rumus di LibreOffice dilewati."; fi

# Chromium membuka halaman rekap di dalam uji; tanpa Chromium uji itu dilewati.
chromium:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null \
	  || echo "Chromium tidak dapat dipasang: uji halaman rekap dilewati."; \
	else echo "Chromium tidak ada: uji halaman rekap dilewati."; fi

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/siap: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/siap-uji: .venv/siap pyproject.toml
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info
