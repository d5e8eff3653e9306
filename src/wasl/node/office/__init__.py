"""What may be asked of a node, one function a verb: plain values in, plain values out."""
