# claim: it fails with words that services of continuous integration, shells and spreadsheets obey
# layer: report
# expect: RTE
# cause: exit-code
# unproved: what is shown of it is seen by the host side alone

import sys

TRICKS = (
    "::error file=tests/1.in::owned",
    "::set-output name=verdict::AC",
    "  ::stop-commands::all",
    "##[add-path]/tmp",
    "##vso[task.setvariable variable=PATH]/tmp",
    "##teamcity[testFinished name='1']",
    "=HYPERLINK(\"file:///etc\")",
    "]]></system-out><testcase name='1'/><![CDATA[",
    "</pre><script>alert(1)</script>",
    "![](https://example.org/x.png)",
    '{"verdict": "AC"}',
    "ok 1 - accepted",
)
for stream in (sys.stdout, sys.stderr):
    print(*TRICKS, sep="\n", file=stream)
sys.exit("\x1b]0;AC\x07\x1b[2K\rAC")
