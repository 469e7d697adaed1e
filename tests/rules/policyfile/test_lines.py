"""The line of a key is found in the right table."""

from serambi.rules.policyfile.lines import index_lines

TEXT = '''\
number = "1"
title = """
value = 3
"""
[[clause]]
value = 1

[[clause]]
# a remark
value = 2
[clause.more]
value = 3
'''


def test_line_of_a_key_in_each_table():
    lines = index_lines(TEXT)

    found = [
        lines.line_of("", 1, "number"),
        lines.line_of("", 1, "value"),
        lines.line_of("clause", 1, "value"),
        lines.line_of("clause", 2),
        lines.line_of("clause", 2, "value"),
        lines.line_of("clause.more", 1, "value"),
        lines.line_of("clause", 3, "value"),
    ]

    assert found == [1, 1, 6, 8, 10, 12, 1]
