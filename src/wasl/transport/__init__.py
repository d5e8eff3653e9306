"""The roads a dispatch may take: a pinned TLS line, a bundle file, the local socket."""
