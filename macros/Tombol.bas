Attribute VB_Name = "Tombol"
Option Explicit
' The buttons of every table sheet. Each computed cell of a table has a hidden twin to the right of the table with the
' same formula, under a heading "Bantu: " with the column of the cells they repeat. A figure typed over a formula is
' compared with its twin; a cell whose formula was deleted gets it back from there.
' Highlights are conditional formats of the template that look into sheet Temuan, so no cell's own format is touched.

Private Const JUDUL_TERBAWAH As Long = 40  ' the twins' headings stand in the headings' row, row 4 unless rows were inserted
Private Const TERATAS As Long = 4        ' the first finding on sheet Temuan
Private Const LEMBAR_TEMUAN As String = "Temuan"
Private Const KOLOM_ALAMAT As Long = 11  ' hidden: what the highlights look for

Private baris_temuan As Long

' Restore deleted formulas on this sheet, recalculate, and colour what is wrong. Typed figures stay as they are.
Public Sub Segarkan()
    Dim lembar As Object, kembali As Long
    On Error GoTo Gagal
    Set lembar = ActiveSheet
    kembali = Pulihkan(lembar)
    HitungUlang
    TulisTemuan
    Application.StatusBar = lembar.Name & " disegarkan: " & kembali & " rumus dikembalikan. " & Ringkasan()
    Exit Sub
Gagal:
    Application.StatusBar = KalimatGagal(Err.Description)
End Sub

' Write what is wrong in the whole workbook to sheet Temuan and go there.
Public Sub Periksa()
    On Error GoTo Gagal
    HitungUlang
    TulisTemuan
    Application.StatusBar = Ringkasan()
    On Error Resume Next   ' a hidden sheet Temuan stays hidden
    Worksheets(LEMBAR_TEMUAN).Activate
    Exit Sub
Gagal:
    Application.StatusBar = KalimatGagal(Err.Description)
End Sub

' Take the highlights away and empty sheet Temuan.
Public Sub Bersihkan()
    On Error GoTo Gagal
    KosongkanTemuan
    Worksheets(LEMBAR_TEMUAN).Cells(2, 1).Value = "Belum diperiksa. Tekan tombol Periksa di salah satu lembar tabel."
    Application.StatusBar = "Warna dan daftar temuan dihapus."
    Exit Sub
Gagal:
    Application.StatusBar = KalimatGagal(Err.Description)
End Sub

' What the status bar says instead of a dialog.
Private Function KalimatGagal(ByVal sebab As String) As String
    Dim lembar As Object
    KalimatGagal = "Sheet Temuan tidak ada; buat lagi sheet dengan nama itu, lalu tekan tombol ini sekali lagi."
    For Each lembar In Worksheets
        If lembar.Name = LEMBAR_TEMUAN Then KalimatGagal = "Tombol ini gagal (" & sebab & "); buka kunci lembar ini dan sheet Temuan, lalu coba lagi."
    Next
End Function

Public Sub HitungUlang()
    On Error Resume Next   ' LibreOffice has only the second
    Application.CalculateFull
    If Err.Number <> 0 Then Application.Calculate
End Sub

' --- deleted formulas ----------------------------------------------------------------------------------------------

Private Function Pulihkan(ByVal lembar As Object) As Long
    Dim letak As Variant, sel As Object, terkunci As Boolean
    terkunci = lembar.ProtectContents
    For Each letak In SelHitung(lembar)
        Set sel = lembar.Cells(letak(0), letak(1))
        If IsEmpty(sel.Value) And Not sel.HasFormula Then
            If terkunci And Pulihkan = 0 Then lembar.Unprotect ""   ' with a password it fails; without an argument it would ask for one
            sel.Formula = lembar.Cells(letak(0), letak(2)).Formula
            Pulihkan = Pulihkan + 1
        End If
    Next
    If terkunci And Pulihkan > 0 Then Kunci lembar
End Function

' Protect as the template does: no password, and columns and rows can still be formatted, inserted and deleted.
Private Sub Kunci(ByVal lembar As Object)
    On Error Resume Next   ' LibreOffice knows no more than the plain call
    lembar.Protect "", False, True, True, False, False, True, True, False, True, False, False, True
    If Err.Number <> 0 Then lembar.Protect
End Sub

' --- the findings --------------------------------------------------------------------------------------------------

Private Sub TulisTemuan()
    Dim lembar As Object, letak As Variant
    KosongkanTemuan
    For Each lembar In Worksheets
        If lembar.Name <> LEMBAR_TEMUAN Then
            For Each letak In SelHitung(lembar)
                PeriksaSel lembar, lembar.Cells(letak(0), letak(1)), lembar.Cells(letak(0), letak(2))
            Next
        End If
    Next
    Worksheets(LEMBAR_TEMUAN).Cells(2, 1).Value = Ringkasan()
    HitungUlang   ' LibreOffice shows the highlights only then
End Sub

Private Sub KosongkanTemuan()
    Dim akhir As Long
    With Worksheets(LEMBAR_TEMUAN)
        akhir = BarisTerakhir(Worksheets(LEMBAR_TEMUAN))
        If akhir < TERATAS Then akhir = TERATAS
        .Range(.Cells(TERATAS, 1), .Cells(akhir, KOLOM_ALAMAT)).ClearContents
    End With
    baris_temuan = TERATAS
End Sub

Private Function Ringkasan() As String
    Dim r As Long, galat As Long, peringatan As Long
    For r = TERATAS To baris_temuan - 1
        If Worksheets(LEMBAR_TEMUAN).Cells(r, 2).Value = "galat" Then galat = galat + 1
        If Worksheets(LEMBAR_TEMUAN).Cells(r, 2).Value = "peringatan" Then peringatan = peringatan + 1
    Next
    Ringkasan = "Diperiksa dengan tombol Periksa: " & galat & " galat, " & peringatan & " peringatan."
End Function

' One computed cell against its twin.
Private Sub PeriksaSel(ByVal lembar As Object, ByVal sel As Object, ByVal kembar As Object)
    Dim rumus As String, tertulis As Variant, seharusnya As Variant
    rumus = UCase(kembar.Formula)
    tertulis = sel.Value
    seharusnya = kembar.Value
    If IsError(tertulis) Then
        Catat lembar, sel, "galat", "N103", "", "rumus gagal dihitung", "Betulkan angka yang dipakai rumus ini."
    ElseIf sel.HasFormula Then
        If Alasan(tertulis) Then
            Catat lembar, sel, "peringatan", "", "", "belum dapat dihitung: " & tertulis, _
                  "Betulkan target, realisasi, atau anggaran di baris ini."
        End If
    ElseIf IsEmpty(tertulis) Then
        If Not IsError(seharusnya) Then
            If CStr(seharusnya) <> "" Then
                Catat lembar, sel, "peringatan", "", Tampak(kembar, sel), "rumusnya terhapus", "Tekan Segarkan di lembar ini."
            End If
        End If
    ElseIf IsError(seharusnya) Then
        Exit Sub
    ElseIf Awalan(rumus, "=CAPAIAN(") Or Awalan(rumus, "=KEMAJUAN(") Or Awalan(rumus, "=SERAPAN(") Then
        CekUkuran lembar, sel, kembar, rumus
    ElseIf VarType(seharusnya) <> vbString Then
        CekBilangan lembar, sel, kembar
    ElseIf seharusnya <> "" And Not Alasan(seharusnya) Then
        CekTeks lembar, sel, kembar, Awalan(rumus, "=PREDIKAT("), Awalan(rumus, "=EFISIENSI(")
    End If
End Sub

' A typed percentage against the operands that its formula names.
Private Sub CekUkuran(ByVal lembar As Object, ByVal sel As Object, ByVal kembar As Object, ByVal rumus As String)
    Dim bagian As Variant, jawab As Variant, arah As Variant
    bagian = Split(Mid(kembar.Formula, InStr(rumus, "(") + 1), ",", 3)   ' the third may be on a sheet with a comma in its name
    bagian(UBound(bagian)) = Left(bagian(UBound(bagian)), Len(bagian(UBound(bagian))) - 1)
    If Awalan(rumus, "=SERAPAN(") Then
        jawab = CEKSERAPAN(sel, Rujukan(lembar, bagian(0)), Rujukan(lembar, bagian(1)))
    Else
        arah = ""
        If UBound(bagian) > 1 Then Set arah = Rujukan(lembar, bagian(2))
        jawab = CEKPERSEN(sel, Rujukan(lembar, bagian(0)), Rujukan(lembar, bagian(1)), arah)
    End If
    If jawab = "OK" Or jawab = "" Then Exit Sub
    If jawab = "dipotong, bukan dibulatkan" Then
        Catat lembar, sel, "info", "A191", Tampak(kembar, sel), jawab, "Kosongkan sel ini lalu tekan Segarkan."
    ElseIf Alasan(jawab) Then
        Catat lembar, sel, "peringatan", "", "", "tidak dapat dibandingkan: " & jawab, "Betulkan angka di baris ini."
    Else
        Catat lembar, sel, "galat", "A101", Tampak(kembar, sel), jawab, "Kosongkan sel ini lalu tekan Segarkan, atau betulkan angka yang dihitungnya."
    End If
End Sub

' A typed amount or count against the sum or the cell that belongs there.
Private Sub CekBilangan(ByVal lembar As Object, ByVal sel As Object, ByVal kembar As Object)
    Dim x As Variant, desimal As Long, uang As Boolean, tulisan As String
    x = BacaIsi(sel.Value, sel.NumberFormat, desimal, uang, tulisan)
    If desimal < 0 Then desimal = DesimalSendiri(x)
    If VarType(x) = vbString Then
        Catat lembar, sel, "galat", "N101", Tampak(kembar, sel), "bukan angka", "Kosongkan sel ini lalu tekan Segarkan."
    ElseIf Bulatkan(kembar.Value, desimal) <> Bulatkan(x, desimal) Then
        Catat lembar, sel, "galat", IIf(InStr(kembar.Formula, "SUM(") > 0, "A102", ""), Tampak(kembar, sel), _
              "berbeda dari hasil rumusnya", "Kosongkan sel ini lalu tekan Segarkan, atau betulkan angka yang dihitungnya."
    End If
End Sub

' A typed label or a repeated figure against what belongs there; 97,5% and 97,5 are the same.
Private Sub CekTeks(ByVal lembar As Object, ByVal sel As Object, ByVal kembar As Object, ByVal predikat As Boolean, _
                    ByVal efisiensi As Boolean)
    Dim x As Variant, y As Variant, d As Long, m As Boolean, t As String
    If LCase(Trim(CStr(sel.Value))) = LCase(Trim(kembar.Value)) Then Exit Sub
    If predikat Then
        Catat lembar, sel, "galat", "B101", kembar.Value, "kriteria tidak sesuai dengan persentasenya", "Kosongkan sel ini lalu tekan Segarkan."
    ElseIf efisiensi Then
        Catat lembar, sel, "galat", "B103", kembar.Value, "kategori tidak sesuai dengan capaian dan serapannya", "Kosongkan sel ini lalu tekan Segarkan."
    Else
        x = BacaIsi(sel.Value, sel.NumberFormat, d, m, t)
        y = BacaIsi(kembar.Value, "", d, m, t)
        If VarType(x) = vbDouble And VarType(y) = vbDouble Then
            If x = y Then Exit Sub
        End If
        Catat lembar, sel, "peringatan", "", kembar.Value, "berbeda dari sel asalnya", "Samakan dengan sel asalnya, atau kosongkan lalu tekan Segarkan."
    End If
End Sub

Private Sub Catat(ByVal lembar As Object, ByVal sel As Object, ByVal tingkat As String, ByVal kode As String, _
                  ByVal seharusnya As String, ByVal pesan As String, ByVal cara As String)
    Dim alamat As String, nama As String
    alamat = sel.Address(False, False)
    nama = Replace(lembar.Name, "'", "''")
    With Worksheets(LEMBAR_TEMUAN)
        .Cells(baris_temuan, 1).Value = baris_temuan - TERATAS + 1
        .Cells(baris_temuan, 2).Value = tingkat
        .Cells(baris_temuan, 3).Value = "'" & lembar.Name
        .Cells(baris_temuan, 4).Formula = "=HYPERLINK(""#'" & Replace(nama, """", """""") & "'!" & alamat & """,""" & alamat & """)"
        .Cells(baris_temuan, 5).Value = "'" & sel.Text
        .Cells(baris_temuan, 6).Value = "'" & seharusnya
        .Cells(baris_temuan, 7).Value = "'" & pesan
        .Cells(baris_temuan, 9).Value = "'" & cara
        .Cells(baris_temuan, 10).Value = kode
        .Cells(baris_temuan, KOLOM_ALAMAT).Formula = "=""" & Replace(lembar.Name, """", """""") & "!""&ADDRESS(ROW('" & nama & "'!" & alamat & _
                                           "),COLUMN('" & nama & "'!" & alamat & "),4)"
    End With
    baris_temuan = baris_temuan + 1
End Sub

' --- where things stand --------------------------------------------------------------------------------------------

' The computed cells of a sheet: the row, the column, and the column of the twin.
Private Function SelHitung(ByVal lembar As Object) As Collection
    Dim letak As New Collection, kolom_bantu As Long, tujuan As Long, r As Long, judul As Long
    judul = BarisJudul(lembar)
    For kolom_bantu = 1 To KolomTerakhir(lembar)
        tujuan = KolomAsal(lembar, judul, kolom_bantu)
        If tujuan > 0 Then
            For r = judul + 1 To BarisTerakhir(lembar)
                If lembar.Cells(r, kolom_bantu).HasFormula Then letak.Add Array(r, tujuan, kolom_bantu)
            Next
        End If
    Next
    Set SelHitung = letak
End Function

' The row of the twins' headings; 0 on a sheet without twins.
Private Function BarisJudul(ByVal lembar As Object) As Long
    Dim r As Long, c As Long, terakhir As Long
    terakhir = BarisTerakhir(lembar)
    If terakhir > JUDUL_TERBAWAH Then terakhir = JUDUL_TERBAWAH
    For r = 1 To terakhir
        For c = KolomTerakhir(lembar) To 1 Step -1
            If KolomAsal(lembar, r, c) > 0 Then
                BarisJudul = r
                Exit Function
            End If
        Next
    Next
End Function

' The column that a column of twins repeats; 0 where it is none.
Private Function KolomAsal(ByVal lembar As Object, ByVal judul As Long, ByVal c As Long) As Long
    Dim teks As Variant
    If judul = 0 Then Exit Function
    If Not lembar.Cells(judul, c).HasFormula Then Exit Function
    teks = lembar.Cells(judul, c).Value
    If VarType(teks) <> vbString Then Exit Function   ' an error where that column was deleted
    If Left(teks, 7) = "Bantu: " Then KolomAsal = Val(Mid(teks, 8))
End Function

Private Function KolomTerakhir(ByVal lembar As Object) As Long
    KolomTerakhir = lembar.UsedRange.Column + lembar.UsedRange.Columns.Count - 1
End Function

Private Function BarisTerakhir(ByVal lembar As Object) As Long
    BarisTerakhir = lembar.UsedRange.Row + lembar.UsedRange.Rows.Count - 1
End Function

' A reference as a formula writes it, E7 or '2.7'!E5, to its cell.
Private Function Rujukan(ByVal lembar As Object, ByVal teks As String) As Object
    Dim p As Long, nama As String
    p = InStrRev(teks, "!")
    If p = 0 Then
        Set Rujukan = lembar.Range(Trim(teks))
    Else
        nama = Trim(Left(teks, p - 1))
        If Left(nama, 1) = "'" Then nama = Replace(Mid(nama, 2, Len(nama) - 2), "''", "'")
        Set Rujukan = Worksheets(nama).Range(Trim(Mid(teks, p + 1)))
    End If
End Function

' What a computed cell should show, in the form of that cell.
Private Function Tampak(ByVal kembar As Object, ByVal sel As Object) As String
    Dim x As Variant
    x = kembar.Value
    If IsError(x) Then Exit Function
    If VarType(x) = vbString Then
        Tampak = x
    ElseIf InStr(sel.NumberFormat, "%") > 0 Then
        Tampak = Tulis(x, 2) & "%"
    Else
        Tampak = Tulis(x, 2)
    End If
End Function

Private Function Alasan(ByVal x As Variant) As Boolean
    If VarType(x) <> vbString Then Exit Function
    Select Case x
        Case SALAH_ANGKA, "target kosong", "target nol", "anggaran nol", "periksa arah"
            Alasan = True
    End Select
End Function

Private Function Awalan(ByVal teks As String, ByVal awal As String) As Boolean
    Awalan = (Left(teks, Len(awal)) = awal)
End Function
