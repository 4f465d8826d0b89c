"""No type is defined twice in one namespace: the linker would silently keep one of the two (ODR)."""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("reference", "harness", "reports", "fuzz")
# A comment, a literal, or what opens and closes scopes; a raw string must be tried before a plain one.
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|[{};]', re.S)
NAMESPACE = re.compile(r"(?:inline\s+)?namespace(?:\s+([\w:]+))?\s*$")
# The type that a scope defines, for example "class Redactor final : public X".
TYPE = re.compile(r"(?:struct|class|union|enum(?:\s+class)?)\s+(?:\[\[\w+\]\]\s*)?(\w+)\s*(?:final\s*)?(?::[^:].*)?$", re.S)
ANONYMOUS = "(anonymous)"


def types_of(text):
    """Yields the qualified name of every type that is defined in a named namespace or outside of any."""
    scopes, start = [], 0
    for token in TOKEN.finditer(text):
        if token[0] == ";":
            start = token.end()
        elif token[0] == "{":
            head = re.sub(r"//[^\n]*|^\s*#[^\n]*", "", text[max(start, token.start() - 400):token.start()], flags=re.M).strip()
            namespace, found = NAMESPACE.search(head), TYPE.search(head)
            if namespace:
                scopes.append(namespace[1] or ANONYMOUS)
            else:
                if found and None not in scopes and ANONYMOUS not in scopes and "template" not in head:
                    yield "::".join([*scopes, found[1]])
                scopes.append(None)
            start = token.end()
        elif token[0] == "}":
            if scopes:
                scopes.pop()
            start = token.end()


class OneDefinition(unittest.TestCase):
    def test_finds_types_outside_of_anonymous_namespaces(self):
        text = ('namespace a {\n// struct No {\nstruct One : Base {\n  struct Inner {};\n};\nenum class Two : char { k };\n'
                'namespace {\nclass Three {};\n}\nvoid f(struct X* x) { return; }\nconst char* s = "struct Four {";\n'
                'class Five final {};\nstruct Forward;\n}\nstruct Six {};\n')
        self.assertEqual(list(types_of(text)), ["a::One", "a::Two", "a::Five", "Six"])

    def test_no_type_has_two_definitions_in_one_namespace(self):
        places = {}
        for folder in FOLDERS:
            for path in sorted((ROOT / folder).rglob("*")):
                # Adapters, and what the tests run as programs, are programs of their own.
                if path.suffix in (".h", ".cc") and "adapters" not in path.parts and "broken" not in path.parts:
                    for name in types_of(path.read_text()):
                        places.setdefault(name, []).append(str(path.relative_to(ROOT)))
        self.assertGreater(len(places), 200)
        twice = {name: found for name, found in places.items() if len(found) > 1}
        self.assertEqual(twice, {})


if __name__ == "__main__":
    sys.exit(unittest.main())
