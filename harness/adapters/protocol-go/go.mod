module countersign/protocol

go 1.24
