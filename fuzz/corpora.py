"""The fuzz targets of a build, their corpora, dictionaries and options: for the scripts of this folder."""

import configparser
import dataclasses
import os
import pathlib
import subprocess

FUZZ = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Target:
    """SUBJECT_fuzz; `corpus` is its folder in seeds/ and regressions/, which several may share; `derived` are folders of
    inputs that the build writes."""

    subject: str
    corpus: str
    derived: tuple = ()

    def program(self, build):
        return build / "fuzz" / f"{self.subject}_fuzz"

    def inputs(self, build):
        """The folders of inputs that come with the sources."""
        written = [FUZZ / "seeds" / self.corpus, FUZZ / "regressions" / self.corpus]
        return written + [build / "fuzz" / folder for folder in self.derived]

    def options(self):
        """What options/CORPUS.options says, as arguments of libFuzzer."""
        parser = configparser.ConfigParser()
        with open(FUZZ / "options" / f"{self.corpus}.options", encoding="utf-8") as file:
            parser.read_file(file)
        flags = dict(parser["libfuzzer"])
        if "dict" in flags:
            flags["dict"] = FUZZ / "dictionaries" / flags["dict"]
        return [f"-{name}={value}" for name, value in flags.items()]


def targets_of(build):
    """Those that fuzz/meson.build lists."""
    lines = (build / "fuzz" / "targets.txt").read_text(encoding="utf-8").split("\n")
    words = [line.split() for line in lines if line.strip()]
    return [Target(subject, corpus, tuple(derived)) for subject, corpus, *derived in words]


def run_quietly(command, environment):
    """What it says is of interest only where it fails."""
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    if done.returncode != 0:
        print("\n".join(done.stdout.splitlines()[-40:]), flush=True)
        done.check_returncode()


def clang_or(name, usual):
    """What the environment names, where that is a clang: builds for gcc name theirs there."""
    named = os.environ.get(name, "")
    return named if "clang" in named else usual


def compile_with_clang(build, options, wanted):
    """Sets the build folder up, the first time, and builds `wanted`. CC and CXX may name other clangs."""
    environment = {**os.environ, "CC": clang_or("CC", "clang"), "CXX": clang_or("CXX", "clang++")}
    if not (build / "build.ninja").is_file():
        run_quietly(["meson", "setup", build, FUZZ.parent, *options], environment)
    run_quietly(["ninja", "-C", build, *wanted], environment)
