Attribute VB_Name = "Angka"
Option Explicit
' Figures as people write them: B (67), 97,5%, 4 Dok, Rp 1.000,00, a dash. The same reading as number.py of the
' package, and the same outcome: nothing written is Empty, a figure is a Double, anything else is a reason in words.

Public Const SALAH_ANGKA As String = "periksa angka"

Private Const TERBESAR As Double = 1E+16   ' more than any budget; a number of 18 digits is no amount
Private Const HURUF_MUTU As String = "|A|B|C|D|E|F|AA|BB|CC|"
Private Const BULAN As String = "januari februari maret april mei juni juli agustus september oktober november nopember desember"
Private Const BESAR As String = "ribu juta miliar milyar triliun"
Private Const SATUAN_TERPANJANG As Long = 60   ' longer than that it is a sentence that happens to hold a figure

' One cell or value to its figure. desimal gets the number of decimals that a reader sees (-1: as many as the number
' has, see DesimalSendiri), uang whether it is an amount of money, tulisan the figure as it is written; for a number
' that is only its sign, % or nothing.
Public Function BacaIsi(ByVal isi As Variant, ByVal bentuk As String, ByRef desimal As Long, ByRef uang As Boolean, _
                        ByRef tulisan As String) As Variant
    Dim inti As String, p As Long
    desimal = 0
    uang = False
    tulisan = ""
    Select Case VarType(isi)
        Case vbEmpty, vbNull
            BacaIsi = Empty
        Case vbString
            tulisan = Trim(CStr(isi))
            If tulisan = "" Then
                BacaIsi = Empty
                Exit Function
            End If
            ' By far the most frequent forms first, at little cost: 92,5 and 100% and B (67).
            inti = tulisan
            p = InStr(inti, "(")
            If Right(inti, 1) = "%" Then
                inti = Left(inti, Len(inti) - 1)
            ElseIf p > 1 And Right(inti, 1) = ")" Then
                If InStr(HURUF_MUTU, "|" & UCase(RTrim(Left(inti, p - 1))) & "|") > 0 Then inti = Mid(inti, p + 1, Len(inti) - p - 1)
            End If
            If inti Like "#*" And Not (inti Like "*[!0-9,]*") And Len(inti) < 15 Then
                p = InStr(inti, ",")
                If p = 0 Then
                    BacaIsi = Val(inti)
                    Exit Function
                ElseIf p < Len(inti) And InStr(p + 1, inti, ",") = 0 Then
                    desimal = Len(inti) - p
                    BacaIsi = Val(Replace(inti, ",", "."))
                    Exit Function
                End If
            End If
            tulisan = Rapikan(tulisan)
            BacaIsi = BacaTeks(tulisan, desimal, uang)
        Case vbInteger, vbLong, vbSingle, vbDouble, vbCurrency, 14, 17, 20   ' also Decimal, Byte and LongLong
            BacaIsi = BacaBilangan(CDbl(isi), bentuk, desimal, tulisan)
        Case Else   ' a date, a truth value, an error
            BacaIsi = SALAH_ANGKA
    End Select
End Function

' A number under a number format: 0,9 under 0% is 90; under 0.00"%" it is 0,9 with a sign.
Private Function BacaBilangan(ByVal x As Double, ByVal bentuk As String, ByRef desimal As Long, _
                              ByRef tulisan As String) As Variant
    Dim kode As String, titik As Long, i As Long, persen As Boolean
    kode = KodeSaja(bentuk, persen)
    If InStr(kode, "%") > 0 Then
        x = x * 100
        persen = True
    End If
    If Abs(x) >= TERBESAR Then
        BacaBilangan = SALAH_ANGKA
        Exit Function
    End If
    If kode = "" Or LCase(kode) = "general" Or LCase(kode) = "standard" Or kode = "@" Then
        desimal = -1
    Else
        titik = InStr(kode, ".")
        If titik > 0 Then
            For i = titik + 1 To Len(kode)
                If InStr("0#?", Mid(kode, i, 1)) = 0 Then Exit For
                desimal = desimal + 1
            Next
        End If
    End If
    If persen Then tulisan = "%"
    BacaBilangan = x
End Function

' The first section of a number format without its quoted and escaped parts; persen tells of a quoted sign.
Private Function KodeSaja(ByVal bentuk As String, ByRef persen As Boolean) As String
    Dim i As Long, c As String, hasil As String, kutip As Boolean
    If bentuk = "" Or bentuk = "General" Then Exit Function
    For i = 1 To Len(bentuk)
        c = Mid(bentuk, i, 1)
        If c = """" Then
            kutip = Not kutip
        ElseIf kutip Then
            If c = "%" Then persen = True
        ElseIf c = "\" Then
            i = i + 1
            If Mid(bentuk, i, 1) = "%" Then persen = True
        ElseIf c = ";" Then
            Exit For
        Else
            hasil = hasil & c
        End If
    Next
    KodeSaja = Trim(hasil)
End Function

' How many decimals a number has of its own, at 15 significant digits.
Public Function DesimalSendiri(ByVal x As Double) As Long
    Dim d As Long
    For d = 0 To 10
        If Abs(x - Bulatkan(x, d)) < 0.00000000001 * (1 + Abs(x)) Then Exit For
    Next
    DesimalSendiri = d
End Function

' A text, already tidied, to its figure.
Private Function BacaTeks(ByVal s As String, ByRef desimal As Long, ByRef uang As Boolean) As Variant
    Dim kecil As String, huruf As Boolean, persen As Boolean, negatif As Boolean, satuan As Boolean
    Dim awal As Long, akhir As Long, jumlah As Long, mulai As Long, potong As String, x As Variant
    kecil = LCase(s)
    BacaTeks = SALAH_ANGKA
    If Not (s Like "*#*") Then
        If Kosong(kecil) Then BacaTeks = Empty
        Exit Function
    End If
    If kecil = "#div/0!" Then Exit Function
    If Left(kecil, 3) = "idr" And Not SambungKata(Mid(kecil, 4, 1)) Then
        s = "Rp" & Mid(s, 4)
        kecil = LCase(s)
    End If
    If RibuanBerspasi(kecil) Then
        s = Replace(s, " ", ".")
        kecil = LCase(s)
    End If
    If SalahHuruf(s) Then Exit Function
    potong = SesudahKata(s, kecil)
    If potong <> "" Then
        BacaTeks = BacaTeks(potong, desimal, uang)
        Exit Function
    End If
    persen = InStr(s, "%") > 0 Or InStr(kecil, "persen") > 0
    potong = NilaiBerhuruf(s)
    huruf = (potong <> "")
    If Not huruf Then
        jumlah = CariAngka(s, kecil, awal, akhir, mulai, negatif)
        If jumlah <> 1 Then Exit Function
        potong = Mid(s, awal, akhir - awal + 1)
        uang = AdaUang(kecil)
        satuan = AdaSatuan(s, mulai, akhir)
        If Berawal(LTrim(Mid(kecil, akhir + 1)), BULAN) Or Berawal(LTrim(Mid(kecil, akhir + 1)), BESAR) Then Exit Function
        If Not uang And Left(kecil, 2) <> "rp" And (UCase(Left(s, 1)) <> LCase(Left(s, 1)) Or Left(s, 1) = "_") Then Exit Function
        If satuan And Len(s) > SATUAN_TERPANJANG + Len(potong) Then Exit Function
    End If
    x = Pisahkan(potong, huruf, persen, uang Or (satuan And Not persen And InStr(potong, ",") = 0), desimal)
    If VarType(x) = vbString Then
        BacaTeks = x
        Exit Function
    End If
    If negatif Then
        If Not (satuan And Peluru(s, mulai)) Then x = -x
    End If
    BacaTeks = x
End Function

' 1OO, l00: letters in place of digits.
Private Function SalahHuruf(ByVal s As String) As Boolean
    Dim i As Long, c As String, ada As Boolean
    If Right(s, 1) = "%" Then s = Left(s, Len(s) - 1)
    For i = 1 To Len(s)
        c = Mid(s, i, 1)
        If c = "o" Or c = "O" Then
            ada = True
        ElseIf c = "l" Or c = "I" Then
            If InStr("0123456789.,", Mid(s, i + 1, 1)) > 0 And i < Len(s) Then ada = True
        ElseIf c = "." Or c = "," Then
            If i = 1 Or i = Len(s) Then Exit Function
            If Mid(s, i + 1, 1) = "." Or Mid(s, i + 1, 1) = "," Then Exit Function
        ElseIf Not Digit(c) Then
            Exit Function
        End If
    Next
    SalahHuruf = ada
End Function

' What stands behind a predikat (Sangat Baik (88,4)) or a limit in words (minimal 80%, paling lambat 3 hari); else nothing.
Private Function SesudahKata(ByVal s As String, ByVal kecil As String) As String
    Dim p As Long, kata As String, sisa As String, sebelum As Variant
    p = 1
    Do While p <= Len(s)
        If InStr("0123456789(:=", Mid(s, p, 1)) > 0 Then Exit Do
        p = p + 1
    Loop
    If p = 1 Then Exit Function
    kata = Trim(Left(kecil, p - 1))
    sisa = Trim(Mid(s, p))
    If Digit(Left(sisa, 1)) Then
        If Mid(kecil, p - 1, 1) <> " " Then Exit Function
        If Right(kata, 1) = "." Then kata = Left(kata, Len(kata) - 1)
        If InStr("|min|minimal|minimum|maks|maksimal|maksimum|max|kurang dari|lebih dari|", "|" & kata & "|") > 0 Then SesudahKata = sisa
        If kata Like "paling ?*" And InStr(Mid(kata, 8), " ") = 0 Then SesudahKata = sisa
        Exit Function
    End If
    For Each sebelum In Split("sangat kurang tidak cukup", " ")
        If Left(kata, Len(sebelum) + 1) = sebelum & " " Then kata = Trim(Mid(kata, Len(sebelum) + 2))
    Next
    If sisa = "" Or InStr("|baik|memuaskan|tinggi|rendah|sedang|mandiri|maju|berkembang|tertinggal|cukup|", "|" & kata & "|") = 0 Then Exit Function
    sisa = Trim(Mid(sisa, 2))
    If Right(sisa, 1) = ")" Then sisa = Trim(Left(sisa, Len(sisa) - 1))
    kata = sisa
    If Right(kata, 1) = "%" Then kata = Trim(Left(kata, Len(kata) - 1))
    If kata <> "" And Not (kata Like "*[!0-9.,]*") Then SesudahKata = sisa
End Function

' A text begins with one of some words (parted by blanks).
Private Function Berawal(ByVal teks As String, ByVal daftar As String) As Boolean
    Dim kata As Variant
    For Each kata In Split(daftar, " ")
        If Left(teks, Len(kata)) = kata Then Berawal = Not SambungKata(Mid(teks, Len(kata) + 1, 1))
        If Berawal Then Exit Function
    Next
End Function

' One kind of blank for every kind, none twice, none at the ends.
Private Function Rapikan(ByVal s As String) As String
    If InStr(s, ChrW(160)) > 0 Then s = Replace(s, ChrW(160), " ")
    If InStr(s, ChrW(8239)) > 0 Then s = Replace(s, ChrW(8239), " ")
    If InStr(s, ChrW(8722)) > 0 Then s = Replace(s, ChrW(8722), "-")
    If InStr(s, ChrW(8211)) > 0 Then s = Replace(s, ChrW(8211), "-")
    If InStr(s, vbTab) > 0 Then s = Replace(s, vbTab, " ")
    If InStr(s, vbCr) > 0 Then s = Replace(s, vbCr, " ")
    If InStr(s, vbLf) > 0 Then s = Replace(s, vbLf, " ")
    Do While InStr(s, "  ") > 0
        s = Replace(s, "  ", " ")
    Loop
    Rapikan = Trim(s)
End Function

' Nothing is written, or words that say so.
Private Function Kosong(ByVal kecil As String) As Boolean
    Dim i As Long, s As String
    Select Case kecil
        Case "", "-", "nihil", "tidak ada", "tidak tersedia", "tidak ada data", "tidak tersedia data", _
             "belum ada", "belum tersedia", "belum ada data", "belum tersedia data"
            Kosong = True
            Exit Function
    End Select
    Select Case Replace(kecil, " ", "")
        Case "n/a", "n/a.", "n.a", "n.a."
            Kosong = True
            Exit Function
    End Select
    s = kecil
    If Left(s, 2) = "rp" Then s = Mid(s, 3)
    For i = 1 To Len(s)
        If InStr("-., " & ChrW(8211) & ChrW(8212), Mid(s, i, 1)) = 0 Then Exit Function
    Next
    Kosong = True
End Function

Private Function Digit(ByVal c As String) As Boolean
    If c <> "" Then Digit = (InStr("0123456789", c) > 0)
End Function

' 1 234 567,89: thousands apart by blanks.
Private Function RibuanBerspasi(ByVal kecil As String) As Boolean
    Dim bagian As Variant, i As Long, s As String, koma As Long
    If Not (kecil Like "*# ###*") Then Exit Function
    s = kecil
    If Left(s, 3) = "rp." Then
        s = Trim(Mid(s, 4))
    ElseIf Left(s, 2) = "rp" Then
        s = Trim(Mid(s, 3))
    End If
    koma = InStr(s, ",")
    If koma > 0 Then
        If koma = Len(s) Or Not SemuaDigit(Mid(s, koma + 1)) Then Exit Function
        s = Left(s, koma - 1)
    End If
    bagian = Split(s, " ")
    If Len(bagian(0)) > 3 Then Exit Function
    For i = 0 To UBound(bagian)
        If Not SemuaDigit(CStr(bagian(i))) Then Exit Function
        If i > 0 And Len(bagian(i)) <> 3 Then Exit Function
    Next
    RibuanBerspasi = True
End Function

Private Function SemuaDigit(ByVal s As String) As Boolean
    SemuaDigit = (s <> "" And Not (s Like "*[!0-9]*"))
End Function

' The digits of A (80,41), B(67), BB 72,5 or 80,41 (A); empty where the text is not of that form.
Private Function NilaiBerhuruf(ByVal s As String) As String
    Dim p As Long, q As Long, n As Long
    n = PanjangHuruf(s, 1)
    If n > 0 Then
        p = Lewati(s, n + 1)
        If p <= Len(s) Then
            If InStr("(:/=", Mid(s, p, 1)) > 0 Then p = Lewati(s, p + 1)
        End If
        q = AkhirDeret(s, p)
        If q >= p Then
            n = Lewati(s, q + 1)
            If Mid(s, n, 1) = "%" Then n = Lewati(s, n + 1)
            If Mid(s, n, 1) = ")" Then n = n + 1
            If n > Len(s) Then NilaiBerhuruf = Mid(s, p, q - p + 1)
        End If
        Exit Function
    End If
    q = AkhirDeret(s, 1)
    If q < 1 Then Exit Function
    p = Lewati(s, q + 1)
    If Mid(s, p, 1) <> "(" Then Exit Function
    p = Lewati(s, p + 1)
    n = PanjangHuruf(s, p)
    If n = 0 Then Exit Function
    p = Lewati(s, p + n)
    If Mid(s, p, 1) = ")" And p = Len(s) Then NilaiBerhuruf = Left(s, q)
End Function

' How long the letter grade at a place is: AA, BB, CC, A to F, A-, B-, C-; 0 where none stands there.
Private Function PanjangHuruf(ByVal s As String, ByVal p As Long) As Long
    Dim c As String
    c = UCase(Mid(s, p, 2))
    If c = "AA" Or c = "BB" Or c = "CC" Or c = "A-" Or c = "B-" Or c = "C-" Then
        PanjangHuruf = 2
        Exit Function
    End If
    c = Left(c, 1)
    If c <> "" Then
        If InStr("ABCDEF", c) > 0 Then PanjangHuruf = 1
    End If
End Function

Private Function Lewati(ByVal s As String, ByVal p As Long) As Long
    Do While Mid(s, p, 1) = " "
        p = p + 1
    Loop
    Lewati = p
End Function

' The last place of the run of digits, dots and commas that starts at p; p - 1 where none does.
Private Function AkhirDeret(ByVal s As String, ByVal p As Long) As Long
    Dim c As String
    c = Mid(s, p, 1)
    Do While c <> ""
        If InStr("0123456789.,", c) = 0 Then Exit Do
        p = p + 1
        c = Mid(s, p, 1)
    Loop
    AkhirDeret = p - 1
End Function

' How many figures a text holds. Of the last one found: its digits from awal to akhir, its sign from mulai.
Private Function CariAngka(ByVal s As String, ByVal kecil As String, ByRef awal As Long, ByRef akhir As Long, _
                           ByRef mulai As Long, ByRef negatif As Boolean) As Long
    Dim i As Long, p As Long, c As String, tanda As String, kurung As Boolean
    i = 1
    Do While i <= Len(s)
        If Digit(Mid(s, i, 1)) Then
            p = i - 1
            tanda = ""
            kurung = False
            c = ""
            If p > 0 Then c = Mid(s, p, 1)
            If SambungKata(c) And Not Rupiah(kecil, p) Then
                ' km2, x12: a digit inside a word
                Do While i <= Len(s) And (Digit(Mid(s, i, 1)) Or SambungKata(Mid(s, i, 1)))
                    i = i + 1
                Loop
            Else
                p = Mundur(s, p)
                If TandaDi(s, kecil, p) Then
                    tanda = Mid(s, p, 1)
                    p = Mundur(s, p - 1)
                End If
                If Rupiah(kecil, p) Then
                    p = AwalRupiah(kecil, p) - 1
                    p = Mundur(s, p)
                    If tanda = "" And TandaDi(s, kecil, p) Then
                        tanda = Mid(s, p, 1)
                        p = Mundur(s, p - 1)
                    End If
                End If
                If p > 0 Then
                    If Mid(s, p, 1) = "(" Then
                        kurung = True
                        p = p - 1
                    End If
                End If
                CariAngka = CariAngka + 1
                awal = i
                mulai = p + 1
                akhir = AkhirDeret(s, i)
                i = akhir + 1
                If kurung Then
                    p = Lewati(s, i)
                    If Mid(s, p, 1) = "-" Then p = Lewati(s, p + 1)   ' (50.000,-)
                    kurung = (Mid(s, p, 1) = ")")
                End If
                negatif = (tanda = "-" Or kurung)
            End If
        Else
            i = i + 1
        End If
    Loop
End Function

Private Function Mundur(ByVal s As String, ByVal p As Long) As Long
    Do While p > 0
        If Mid(s, p, 1) <> " " Then Exit Do
        p = p - 1
    Loop
    Mundur = p
End Function

' A plus or minus that belongs to the figure after it, not to the word or figure before it.
Private Function TandaDi(ByVal s As String, ByVal kecil As String, ByVal p As Long) As Boolean
    If p < 1 Then Exit Function
    If Mid(s, p, 1) <> "-" And Mid(s, p, 1) <> "+" Then Exit Function
    If p = 1 Then
        TandaDi = True
    Else
        TandaDi = Not SambungKata(Mid(s, p - 1, 1)) Or Rupiah(kecil, p - 1)
    End If
End Function

Private Function SambungKata(ByVal c As String) As Boolean
    If c = "" Then Exit Function
    SambungKata = Digit(c) Or InStr("._,", c) > 0 Or UCase(c) <> LCase(c)
End Function

' Rp or Rp. ends at p and is no part of a longer word.
Private Function Rupiah(ByVal kecil As String, ByVal p As Long) As Boolean
    Dim a As Long
    a = AwalRupiah(kecil, p)
    If a = 0 Then Exit Function
    If a = 1 Then
        Rupiah = True
    Else
        Rupiah = Not SambungKata(Mid(kecil, a - 1, 1))
    End If
End Function

Private Function AwalRupiah(ByVal kecil As String, ByVal p As Long) As Long
    If p >= 3 Then
        If Mid(kecil, p - 2, 3) = "rp." Then AwalRupiah = p - 2
    End If
    If p >= 2 And AwalRupiah = 0 Then
        If Mid(kecil, p - 1, 2) = "rp" Then AwalRupiah = p - 1
    End If
End Function

Private Function AdaUang(ByVal kecil As String) As Boolean
    Dim p As Long, c As String
    p = InStr(kecil, "rp")
    Do While p > 0
        c = Mid(kecil, p + 2, 1)
        If p = 1 Then
            AdaUang = (UCase(c) = c)
        ElseIf Not SambungKata(Mid(kecil, p - 1, 1)) Or InStr(".,", Mid(kecil, p - 1, 1)) > 0 Then
            AdaUang = (UCase(c) = c)
        End If
        If AdaUang Then Exit Function
        p = InStr(p + 1, kecil, "rp")
    Loop
    AdaUang = InStr(" " & kecil & " ", " rupiah ") > 0
End Function

' Words beside the figure, money and percent aside.
Private Function AdaSatuan(ByVal s As String, ByVal mulai As Long, ByVal akhir As Long) As Boolean
    Dim sisa As String, i As Long, c As String
    sisa = LCase(Left(s, mulai - 1) & " " & Mid(s, akhir + 1))
    sisa = Replace(sisa, "rupiah", " ")
    For i = 1 To Len(sisa)
        c = Mid(sisa, i, 1)
        If InStr(" %()-.:,;/<>=" & ChrW(8211) & ChrW(8804) & ChrW(8805), c) = 0 Then
            AdaSatuan = True
            Exit Function
        End If
    Next
End Function

' - 180 orang: a bullet before a count, not a minus.
Private Function Peluru(ByVal s As String, ByVal mulai As Long) As Boolean
    Dim p As Long
    p = Lewati(s, mulai)
    If Mid(s, p, 1) = "(" Then p = Lewati(s, p + 1)
    Peluru = (Mid(s, p, 1) = "-" And Mid(s, p + 1, 1) = " ")
End Function

' Digits with dots and commas to a number. Where one mark with three digits could be either, thousands is what
' stands beside money or, with a dot, beside a unit; decimals what stands beside a letter or percent; else a dot is for thousands.
Private Function Pisahkan(ByVal s As String, ByVal huruf As Boolean, ByVal persen As Boolean, ByVal ribu As Boolean, _
                          ByRef desimal As Long) As Variant
    Dim titik As Long, koma As Long, tanda As String, lain As String, p As Long, utuh As String, pecahan As String
    Dim x As Double
    Pisahkan = SALAH_ANGKA
    Do While Right(s, 1) = "." Or Right(s, 1) = ","
        s = Left(s, Len(s) - 1)
    Loop
    titik = Len(s) - Len(Replace(s, ".", ""))
    koma = Len(s) - Len(Replace(s, ",", ""))
    utuh = s
    pecahan = ""
    If titik > 0 And koma > 0 Then
        tanda = IIf(InStrRev(s, ",") > InStrRev(s, "."), ",", ".")
        lain = IIf(tanda = ",", ".", ",")
        p = InStrRev(s, tanda)
        utuh = Left(s, p - 1)
        pecahan = Mid(s, p + 1)
        If InStr(utuh, tanda) > 0 Or Not Berkelompok(utuh, lain) Then Exit Function
        utuh = Replace(utuh, lain, "")
    ElseIf titik + koma > 1 Then
        tanda = IIf(titik > 0, ".", ",")
        If Not Berkelompok(s, tanda) Then Exit Function
        utuh = Replace(s, tanda, "")
    ElseIf titik + koma = 1 Then
        tanda = IIf(titik > 0, ".", ",")
        p = InStr(s, tanda)
        utuh = Left(s, p - 1)
        pecahan = Mid(s, p + 1)
        If Len(pecahan) = 3 And Len(utuh) >= 1 And Len(utuh) <= 3 And Len(Replace(utuh, "0", "")) > 0 Then
            If ribu Or (tanda = "." And Not huruf And Not persen) Then
                utuh = utuh & pecahan
                pecahan = ""
            End If
        End If
        If utuh = "" Then utuh = "0"
    End If
    If utuh = "" Then Exit Function
    x = Val(utuh)
    If pecahan <> "" Then x = Val(utuh & "." & pecahan)
    If Abs(x) >= TERBESAR Then Exit Function
    desimal = Len(pecahan)
    Pisahkan = x
End Function

' Thousands in groups of three: 1.234.567.
Private Function Berkelompok(ByVal s As String, ByVal tanda As String) As Boolean
    Dim bagian As Variant, i As Long
    bagian = Split(s, tanda)
    For i = 0 To UBound(bagian)
        If Not SemuaDigit(CStr(bagian(i))) Then Exit Function
        If i = 0 And Len(bagian(i)) > 3 Then Exit Function
        If i > 0 And Len(bagian(i)) <> 3 Then Exit Function
    Next
    Berkelompok = True
End Function

' Round half up as a worksheet's ROUND does, at 15 significant digits; WorksheetFunction.Round would cost LibreOffice more than all
' the rest of a function.
Public Function Bulatkan(ByVal x As Double, ByVal desimal As Long) As Double
    Dim skala As Double, y As Double
    skala = 10 ^ desimal
    y = Abs(x) * skala
    If y >= 1E+15 Then
        Bulatkan = x
    Else
        Bulatkan = Sgn(x) * Int(y * 1.000000000000001 + 0.5) / skala
    End If
End Function

' A figure as an Indonesian reader writes it: 3.920.691.860,40.
Public Function Tulis(ByVal x As Double, ByVal desimal As Long) As String
    Dim utuh As String, pecahan As String, hasil As String, i As Long, bulat As Double
    x = Bulatkan(x, desimal)
    bulat = Int(Abs(x))
    utuh = Format(bulat, "0")
    If desimal > 0 Then
        pecahan = Format(Bulatkan((Abs(x) - bulat) * 10 ^ desimal, 0), "0")
        pecahan = "," & String(desimal - Len(pecahan), "0") & pecahan
    End If
    For i = Len(utuh) To 1 Step -3
        If i > 3 Then
            hasil = "." & Mid(utuh, i - 2, 3) & hasil
        Else
            hasil = Left(utuh, i) & hasil
        End If
    Next
    Tulis = IIf(x < 0, "-", "") & hasil & pecahan
End Function
