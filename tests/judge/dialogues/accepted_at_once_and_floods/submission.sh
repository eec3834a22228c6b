# OLE output=100000
yes
