Attribute VB_Name = "Pita"
Option Explicit
' The ribbon of the add-in: each button runs Python in the active workbook, the status line shows what came of it.

Private tab_lkip As IRibbonUI
Private kalimat As String

Public Sub PitaDimuat(ByVal ribbon As IRibbonUI)
    Set tab_lkip = ribbon
    kalimat = "Siap."
End Sub

Public Sub TekanSegarkan(ByVal control As IRibbonControl)
    RunPython "from lkip_xl.live.ribbon import press; press('segarkan')"
End Sub

Public Sub TekanPeriksa(ByVal control As IRibbonControl)
    RunPython "from lkip_xl.live.ribbon import press; press('periksa')"
End Sub

Public Sub TekanBersihkan(ByVal control As IRibbonControl)
    RunPython "from lkip_xl.live.ribbon import press; press('bersihkan')"
End Sub

' Python gives the sentence for the status line.
Public Sub TulisStatus(ByVal teks As String)
    kalimat = teks
    If Not tab_lkip Is Nothing Then tab_lkip.InvalidateControl "lkipKalimat"
End Sub

Public Sub BacaStatus(ByVal control As IRibbonControl, ByRef label As Variant)
    label = kalimat
End Sub
