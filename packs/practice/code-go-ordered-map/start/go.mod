module example.org/importer

go 1.22
