"""What measure.py makes of what engines print and of several runs."""

import unittest

import measure


def one(found, cpu, executions=10, limit=60):
    return {"found": found, "cpu": cpu, "executions": executions, "limit": limit}


class Printed(unittest.TestCase):
    def test_executions_are_the_engines_last_word(self):
        self.assertEqual(532, measure.executions_of("#64\tpulse\nstat::number_of_executed_units: 532\n"))

    def test_executions_of_a_run_that_was_ended_are_those_of_its_last_line(self):
        self.assertEqual(128, measure.executions_of("#64\tNEW\n#128\tREDUCE cov: 1\n"))

    def test_a_finding_has_the_name_of_the_property(self):
        printed = "details\nAssertion failure: FuzzerHash=accepted-against-the-rules\n== deadly signal"
        self.assertEqual("accepted-against-the-rules", measure.finding_of(printed))
        printed = "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address"
        self.assertEqual("AddressSanitizer: heap-buffer-overflow", measure.finding_of(printed))
        self.assertIsNone(measure.finding_of("Done 100 runs"))


class Runs(unittest.TestCase):
    def test_a_run_that_found_nothing_counts_as_longer_than_all_others(self):
        self.assertEqual(["3/5", "10", "9.0"], measure.cells(
            [one(True, 1), one(True, 2), one(True, 9), one(False, 60), one(False, 60)]))

    def test_where_most_found_nothing_the_limit_is_said(self):
        self.assertEqual(["1/3", "> 20 k", "> 60"], measure.cells(
            [one(True, 1), one(False, 60, 20_000), one(False, 61, 30_000)]))

    def test_what_was_not_run_is_left_open(self):
        self.assertEqual(["–", "–", "–"], measure.cells([]))


if __name__ == "__main__":
    unittest.main()
