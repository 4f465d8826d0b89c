"""Tests how measure.py reads the output of engines and summarises runs."""

import unittest

import measure


def one(found, cpu, executions=10, limit=60):
    return {"found": found, "cpu": cpu, "executions": executions, "limit": limit}


class Printed(unittest.TestCase):
    def test_executions_are_read_from_the_final_statistics(self):
        self.assertEqual(532, measure.executions_of("#64\tpulse\nstat::number_of_executed_units: 532\n"))

    def test_executions_of_a_killed_run_are_read_from_its_last_line(self):
        self.assertEqual(128, measure.executions_of("#64\tNEW\n#128\tREDUCE cov: 1\n"))

    def test_a_finding_is_named_after_the_property(self):
        printed = "details\nAssertion failure: FuzzerHash=accepted-against-the-rules\n== deadly signal"
        self.assertEqual("accepted-against-the-rules", measure.finding_of(printed))
        printed = "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address"
        self.assertEqual("AddressSanitizer: heap-buffer-overflow", measure.finding_of(printed))
        self.assertIsNone(measure.finding_of("Done 100 runs"))


class Runs(unittest.TestCase):
    def test_a_run_without_a_finding_counts_as_longer_than_any_other(self):
        self.assertEqual(["3/5", "10", "9.0"], measure.cells(
            [one(True, 1), one(True, 2), one(True, 9), one(False, 60), one(False, 60)]))

    def test_if_most_runs_found_nothing_the_limit_is_shown(self):
        self.assertEqual(["1/3", "> 20 k", "> 60"], measure.cells(
            [one(True, 1), one(False, 60, 20_000), one(False, 61, 30_000)]))

    def test_without_runs_the_cells_are_empty(self):
        self.assertEqual(["–", "–", "–"], measure.cells([]))


class Floor(unittest.TestCase):
    BUGS = [measure.Bug(f"1\tbug-{number}\tverify_request\tsomewhere\twrong") for number in range(5)]

    def results(self, found):
        """Our target finds the first `found` bugs with seed 2; the plain one finds all of them."""
        return {(bug.name, arm, seed): one(arm == "plain" or (seed == 2 and number < found), 1)
                for number, bug in enumerate(self.BUGS) for arm in ("ours", "plain") for seed in (1, 2)}

    def test_a_bug_counts_if_any_run_of_our_target_found_it(self):
        self.assertEqual(3, measure.found_by_fuzzing(self.BUGS, self.results(3)))

    def test_four_bugs_in_five_are_enough(self):
        self.assertTrue(measure.are_enough(4, self.BUGS))
        self.assertFalse(measure.are_enough(3, self.BUGS))


if __name__ == "__main__":
    unittest.main()
