"""No type is defined twice in one namespace: the linker would silently keep one of the two (ODR).

Nor do two files of a room define private types of one name: `./countersign` compiles files of a room as one.
"""

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
    """Yields the qualified name of every type outside of functions and types, with "(anonymous)" for that namespace."""
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
                if found and None not in scopes and "template" not in head:
                    yield "::".join([*scopes, found[1]])
                scopes.append(None)
            start = token.end()
        elif token[0] == "}":
            if scopes:
                scopes.pop()
            start = token.end()


def files():
    """The C++ files of the product. Adapters, and what the tests run as programs, are programs of their own."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cc") and "adapters" not in path.parts and "broken" not in path.parts:
                yield path


def places_by(key):
    """Returns the files in which a type is defined, by `key(path, name)`; a None key is left out."""
    places = {}
    for path in files():
        for name in types_of(path.read_text()):
            places.setdefault(key(path, name), []).append(str(path.relative_to(ROOT)))
    places.pop(None, None)
    return places


def public_name(_, name):
    return None if ANONYMOUS in name else name


def private_name_in_room(path, name):
    """A room's tests are compiled apart from its library, and each fuzz target alone."""
    if ANONYMOUS not in name or path.suffix == ".h" or path.stem.endswith("_fuzz"):
        return None
    return path.parent, path.stem.endswith(("_test", "_bench")), name


class OneDefinition(unittest.TestCase):
    def test_finds_types_outside_of_functions(self):
        text = ('namespace a {\n// struct No {\nstruct One : Base {\n  struct Inner {};\n};\nenum class Two : char { k };\n'
                'namespace {\nclass Three {};\n}\nvoid f(struct X* x) { return; }\nconst char* s = "struct Four {";\n'
                'class Five final {};\nstruct Forward;\n}\nstruct Six {};\n')
        self.assertEqual(list(types_of(text)), ["a::One", "a::Two", "a::(anonymous)::Three", "a::Five", "Six"])

    def test_no_type_has_two_definitions_in_one_namespace(self):
        places = places_by(public_name)
        self.assertGreater(len(places), 200)
        self.assertEqual({name: found for name, found in places.items() if len(found) > 1}, {})

    def test_no_private_type_has_two_definitions_in_one_room(self):
        places = places_by(private_name_in_room)
        self.assertGreater(len(places), 50)
        self.assertEqual({name: found for name, found in places.items() if len(found) > 1}, {})


if __name__ == "__main__":
    sys.exit(unittest.main())
