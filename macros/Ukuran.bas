Attribute VB_Name = "Ukuran"
Option Explicit
' The measures of a performance report as worksheet functions. Reference first, realisasi second; percentages are
' percent points. They take what people type, one cell or a range (a range gives an array), and never give a false 0:
' nothing written gives nothing, what cannot be computed gives the reason in words.

Private Const KETELITIAN As Long = 10   ' decimals of every measure that divides, the same in every engine

Private Const BARIS_BATAS As Long = 1            ' the rows of kebijakan_capaian on sheet Identitas
Private Const BARIS_LANTAI As Long = 2
Private Const BARIS_RUMUS As Long = 3
Private Const BARIS_SAMA As Long = 4

Private Const SEKOLOM As Long = 10000   ' more rows than any table: somebody's whole column

Private Type Bacaan
    isi As Variant   ' Empty, a Double, or a reason in words
    desimal As Long
    uang As Boolean
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
    Dim n As Long, m As Long, i As Long, j As Long, hasil() As Variant, petunjuk As Bacaan, cetakan As Bacaan
    If Not (Banyak(x) Or Banyak(y) Or Banyak(arah) Or Banyak(tertulis)) Then
        ' Every call costs LibreOffice a tenth of a millisecond, and most formulas name neither of the last two.
        If IsObject(arah) Then petunjuk = BacaSatu(arah) Else petunjuk.tulisan = Trim(CStr(arah))
        If Left(nama, 3) = "CEK" Then cetakan = BacaSatu(tertulis)
        Tiap = Hitung(nama, BacaSatu(x), BacaSatu(y), petunjuk, cetakan)
        Exit Function
    End If
    n = Terbesar(Baris(x), Baris(y), Baris(arah), Baris(tertulis))
    m = Terbesar(Kolom(x), Kolom(y), Kolom(arah), Kolom(tertulis))
    ReDim hasil(1 To n, 1 To m)
    For i = 1 To n
        For j = 1 To m
            hasil(i, j) = Hitung(nama, Baca(x, i, j), Baca(y, i, j), Baca(arah, i, j), Baca(tertulis, i, j))
        Next
    Next
    Tiap = hasil
End Function

' LibreOffice fails on a member of an argument that is no object, even where it is never reached; hence `rentang`.
Private Function Banyak(ByVal x As Variant) As Boolean
    Dim rentang As Object
    If IsObject(x) Then
        Set rentang = x
        Banyak = (rentang.Count > 1)
    Else
        Banyak = IsArray(x)
    End If
End Function

Private Function Terbesar(ByVal a As Long, ByVal b As Long, ByVal c As Long, ByVal d As Long) As Long
    Terbesar = a
    If b > Terbesar Then Terbesar = b
    If c > Terbesar Then Terbesar = c
    If d > Terbesar Then Terbesar = d
End Function

Private Function Baris(ByVal x As Variant) As Long
    Dim rentang As Object
    If IsObject(x) Then
        Set rentang = x
        Baris = rentang.Rows.Count
        If Baris > SEKOLOM Then Baris = Terpakai(rentang, Baris)
    ElseIf IsArray(x) Then
        If BanyakDimensi(x) = 1 Then Baris = 1 Else Baris = UBound(x, 1) - LBound(x, 1) + 1
    Else
        Baris = 1
    End If
End Function

' A:A is a million cells; below what the sheet uses all of them are empty.
Private Function Terpakai(ByVal rentang As Object, ByVal sebanyak As Long) As Long
    Dim dipakai As Object
    Set dipakai = rentang.Worksheet.UsedRange
    Terpakai = dipakai.Row + dipakai.Rows.Count - rentang.Row
    If Terpakai < 1 Then Terpakai = 1
    If Terpakai > sebanyak Then Terpakai = sebanyak
End Function

Private Function Kolom(ByVal x As Variant) As Long
    Dim rentang As Object
    Kolom = 1
    If IsObject(x) Then
        Set rentang = x
        Kolom = rentang.Columns.Count
    ElseIf IsArray(x) Then
        Kolom = UBound(x, BanyakDimensi(x)) - LBound(x, BanyakDimensi(x)) + 1
    End If
End Function

' Excel hands over {80,90} as an array of one dimension, which is one row.
Private Function BanyakDimensi(ByVal larik As Variant) As Long
    Dim batas As Long
    BanyakDimensi = 1
    On Error GoTo Selesai
    batas = UBound(larik, 2)
    BanyakDimensi = 2
Selesai:
End Function

' What stands at a place of a value, array or range; one row or column stands for all.
Private Function Baca(ByVal x As Variant, ByVal i As Long, ByVal j As Long) As Bacaan
    Dim rentang As Object
    If IsObject(x) Then
        Set rentang = x
        If rentang.Rows.Count = 1 Then i = 1
        If rentang.Columns.Count = 1 Then j = 1
        Baca = BacaSatu(rentang.Cells(i, j))
    ElseIf IsArray(x) Then
        Baca = BacaSatu(Unsur(x, i, j))
    Else
        Baca = BacaSatu(x)
    End If
End Function

' One cell or value. The number format is asked only for a number: a text shows as it is.
Private Function BacaSatu(ByVal x As Variant) As Bacaan
    Dim b As Bacaan, rentang As Object
    If IsObject(x) Then
        Set rentang = x
        b.isi = rentang.Value
        If VarType(b.isi) = vbString Or IsEmpty(b.isi) Then
            b.isi = BacaIsi(b.isi, "", b.desimal, b.uang, b.tulisan)
        Else
            b.isi = BacaIsi(b.isi, rentang.NumberFormat, b.desimal, b.uang, b.tulisan)
        End If
    Else
        b.isi = BacaIsi(x, "", b.desimal, b.uang, b.tulisan)
    End If
    BacaSatu = b
End Function

Private Function Unsur(ByVal larik As Variant, ByVal i As Long, ByVal j As Long) As Variant
    If Baris(larik) = 1 Then i = 1
    If Kolom(larik) = 1 Then j = 1
    If BanyakDimensi(larik) = 1 Then
        Unsur = larik(LBound(larik) + j - 1)
    Else
        Unsur = larik(LBound(larik, 1) + i - 1, LBound(larik, 2) + j - 1)
    End If
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
    Dim hasil As Double, kebijakan As Variant
    If IsEmpty(realisasi) Then
        HitungCapaian = ""
    ElseIf IsEmpty(target) Then
        HitungCapaian = "target kosong"
    ElseIf VarType(target) = vbString Or VarType(realisasi) = vbString Then
        HitungCapaian = SALAH_ANGKA
    ElseIf target = 0 Then
        HitungCapaian = "target nol"
    Else
        kebijakan = BacaKebijakan()
        If arah = "" Or LCase(arah) = "positif" Then
            hasil = realisasi * 100 / target
        ElseIf LCase(arah) <> "negatif" Then
            HitungCapaian = "periksa arah"
            Exit Function
        ElseIf kebijakan(BARIS_RUMUS, 1) <> 2 Then
            hasil = (target - (realisasi - target)) * 100 / target
        ElseIf realisasi = 0 Then
            HitungCapaian = SALAH_ANGKA
            Exit Function
        Else
            hasil = target * 100 / realisasi
        End If
        hasil = Bulatkan(hasil, KETELITIAN)
        If hasil > kebijakan(BARIS_BATAS, 1) Then hasil = kebijakan(BARIS_BATAS, 1)
        If hasil < kebijakan(BARIS_LANTAI, 1) Then hasil = kebijakan(BARIS_LANTAI, 1)
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
    Dim kebijakan As Variant
    If IsEmpty(capaian) Or IsEmpty(serapan) Or VarType(capaian) = vbString Or VarType(serapan) = vbString Then
        HitungEfisiensi = ""
    ElseIf capaian < 100 Or capaian < serapan Then
        HitungEfisiensi = "Tidak efisien"
    ElseIf capaian > serapan Then
        HitungEfisiensi = "Efisien"
    Else
        kebijakan = BacaKebijakan()
        HitungEfisiensi = IIf(kebijakan(BARIS_SAMA, 1) = 1, "Efisien", "Tidak efisien")
    End If
End Function

' The policies that sheet Identitas states, one under the other; the usual ones in a workbook without that sheet.
Private Function BacaKebijakan() As Variant
    Dim biasa(1 To 4, 1 To 1) As Variant
    biasa(BARIS_BATAS, 1) = 1E+99
    biasa(BARIS_LANTAI, 1) = -1E+99
    biasa(BARIS_RUMUS, 1) = 1
    biasa(BARIS_SAMA, 1) = 0
    BacaKebijakan = biasa
    On Error Resume Next
    BacaKebijakan = ThisWorkbook.Names("kebijakan_capaian").RefersToRange.Value
End Function

' The label with the highest lower bound that a value reaches, in whatever order they stand. Below all bounds: the
' last label without one, else the lowest. A first row without a bound is a heading.
Private Function JenjangDariSkala(ByRef b As Bacaan, ByVal skala As Variant) As Variant
    Dim batas As Bacaan, i As Long, rentang As Object, label As Variant, bawah As Variant, sisa As Variant
    Dim tertinggi As Double, terendah As Double
    JenjangDariSkala = ""
    Set rentang = skala
    If IsEmpty(b.isi) Or VarType(b.isi) = vbString Then Exit Function
    tertinggi = -1E+300
    terendah = 1E+300
    For i = 1 To rentang.Rows.Count
        label = rentang.Cells(i, 1).Value
        batas = Baca(skala, i, rentang.Columns.Count)
        If IsEmpty(batas.isi) Or VarType(batas.isi) = vbString Then
            If i > 1 And Not IsEmpty(label) Then sisa = label
        Else
            If b.isi >= batas.isi And batas.isi > tertinggi Then
                tertinggi = batas.isi
                JenjangDariSkala = label
            End If
            If batas.isi < terendah Then
                terendah = batas.isi
                bawah = label
            End If
        End If
    Next
    If tertinggi > -1E+300 Then Exit Function
    If Not IsEmpty(bawah) Then JenjangDariSkala = bawah
    If Not IsEmpty(sisa) Then JenjangDariSkala = sisa
End Function

' --- a written percentage against its operands --------------------------------------------------------------------

Private Function Cocokkan(ByVal nama As String, ByRef tertulis As Bacaan, ByRef x As Bacaan, ByRef y As Bacaan, _
                          ByVal arah As String) As Variant
    Dim hasil As Variant, terlihat As Double, setengah As Double
    Lengkapi tertulis
    Lengkapi x
    Lengkapi y
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

' What only a comparison asks of a number: its decimals, and how it is written.
Private Sub Lengkapi(ByRef b As Bacaan)
    If VarType(b.isi) <> vbDouble Then Exit Sub
    If b.desimal < 0 Then b.desimal = DesimalSendiri(b.isi)
    If b.tulisan = "" Or b.tulisan = "%" Then b.tulisan = Tulis(b.isi, b.desimal) & b.tulisan
End Sub

Private Function Ujung(ByRef b As Bacaan, ByVal arah As Long) As Double
    Ujung = b.isi
    If Not b.uang And b.desimal > 0 Then Ujung = b.isi + arah * 0.5 / 10 ^ b.desimal
End Function
