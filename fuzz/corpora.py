"""The fuzz targets of a build, with their corpora, dictionaries and options, and how to build them with clang. Used by
nightly.py, coverage.py and layout_test.py."""

import configparser
import dataclasses
import os
import pathlib
import subprocess

FUZZ = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Target:
    """The target SUBJECT_fuzz. `corpus` is its folder in seeds/ and regressions/, which targets may share; `derived` are
    folders of inputs that the build writes."""

    subject: str
    corpus: str
    derived: tuple = ()

    def program(self, build):
        return build / "fuzz" / f"{self.subject}_fuzz"

    def inputs(self, build):
        """Returns the folders of inputs: those in the sources and those that the build writes."""
        written = [FUZZ / "seeds" / self.corpus, FUZZ / "regressions" / self.corpus]
        return written + [build / "fuzz" / folder for folder in self.derived]

    def options(self):
        """Returns options/CORPUS.options as arguments of libFuzzer."""
        parser = configparser.ConfigParser()
        with open(FUZZ / "options" / f"{self.corpus}.options", encoding="utf-8") as file:
            parser.read_file(file)
        flags = dict(parser["libfuzzer"])
        if "dict" in flags:
            flags["dict"] = FUZZ / "dictionaries" / flags["dict"]
        return [f"-{name}={value}" for name, value in flags.items()]


def targets_of(build):
    """Returns the targets that fuzz/meson.build lists."""
    lines = (build / "fuzz" / "targets.txt").read_text(encoding="utf-8").split("\n")
    words = [line.split() for line in lines if line.strip()]
    return [Target(subject, corpus, tuple(derived)) for subject, corpus, *derived in words]


def run_quietly(command, environment):
    """Prints the end of the output, but only if the command fails."""
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    if done.returncode != 0:
        print("\n".join(done.stdout.splitlines()[-40:]), flush=True)
        done.check_returncode()


def clang_or(name, usual):
    """Returns the compiler that the variable names if it is a clang, otherwise `usual`."""
    named = os.environ.get(name, "")
    return named if "clang" in named else usual


def compile_with_clang(build, options, wanted):
    """Sets up the build folder if it is new, and builds `wanted`. CC and CXX may name another clang."""
    environment = {**os.environ, "CC": clang_or("CC", "clang"), "CXX": clang_or("CXX", "clang++")}
    if not (build / "build.ninja").is_file():
        run_quietly(["meson", "setup", build, FUZZ.parent, *options], environment)
    run_quietly(["ninja", "-C", build, *wanted], environment)
