"""The verbs whose answer is a file for somebody who has no node, by name."""

from collections.abc import Callable, Iterator, Mapping

from wasl.node.office import certifying, extracting

WRITTEN: Mapping[str, Callable[..., Iterator[str]]] = {
    "certificate-file": certifying.certificate_file,
    "certificate-list": certifying.certificate_list,
    "export": extracting.export,
    "extract": extracting.extract,
}
