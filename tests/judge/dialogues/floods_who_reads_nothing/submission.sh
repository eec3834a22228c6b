# OLE output=1000000
yes
