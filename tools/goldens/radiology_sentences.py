"""Sentences that the tokenizer is tested on: radiology wording and odd input."""

import random

FINDINGS = """pneumothorax|pleural effusion|cardiomegaly|consolidation|atelectasis|pulmonary edema|lung nodule
hiatal hernia|emphysema|interstitial markings|pulmonary fibrosis|lobar pneumonia|pleural thickening|rib fracture
hilar lymphadenopathy|vascular congestion|bronchiectasis|cavitary lesion|subcutaneous emphysema|pneumomediastinum
Kerley B lines|peribronchial cuffing|air bronchogram|silhouette sign|costophrenic angle blunting|tension pneumothorax
opacification|scoliosis|aortic knob calcification|elevated hemidiaphragm|loculated empyema|hyperinflation"""
SIDES = ["left", "right", "bilateral", "Left-sided", "RIGHT-SIDED", "bibasilar", "left upper lobe", "retrocardiac"]
SIZES = ["small", "moderate", "Large", "tiny", "massive", "trace", "mild", "severe", "Big"]
CHANGES = ["unchanged", "improved", "new since the prior study", "worsening", "stable from 3/14/2019"]
RACES = ["WHITE", "BLACK/AFRICAN AMERICAN", "ASIAN", "HISPANIC/LATINO", "UNKNOWN"]
DEVICES = [
    "ET tube tip 4.2 cm above the carina",
    "PICC line ends in the mid-SVC",
    "NG tube below the diaphragm",
    "dual-lead pacemaker",
    "Swan-Ganz catheter",
    "median sternotomy wires",
    "Port-A-Cath in situ",
    "right IJ central venous catheter",
]

ODD = [
    "", " ", "\t\n  \r\n", "a", "A", ".", "...", "?!?!", "--", "1", "0.5", "1,234.56 mm", "3x4x5cm", "T4-T12",
    "C7/T1", "2019-03-14T12:00:00Z", "#1", "100%", "+/-", "<5 mm", ">3cm", "&amp; &lt; &gt; &nbsp; &#39;",
    "<b>bold</b><br/>", "don't it's we're they've I'm he'll she'd", "DON'T IT'S WE'RE", "'s 't 're", "O'Brien's",
    "effusion\tleft\nlung\r\nbase", "double  blanks   here", " leading and trailing ", "no-break\u00a0blank",
    "thin\u2009blank \u2003em\u3000ideographic", "next\u0085line", "zero\u200bwidth", "byte\ufefforder mark",
    "\u2028line\u2029paragraph", "caf\u00e9", "cafe\u0301", "e\u0301e\u0300e\u0302", "a\u0323\u0302", "\u1ea8",
    "\u212b angstrom \u00c5", "\u2126 ohm", "\ufb01brosis \ufb02uid", "\u00bd \u00bc \u2154 \u00b2 \u2460 \u2167",
    "\u0661\u0662\u0663 \u0967\u0968", "Pleuraerguss re\u00dfend gro\u00df GR\u00d6SSE \u1e9e", "\u00c9PANCHEMENT PLEURAL",
    "\u03a3\u0391\u03a3 \u03a3 \u039f\u03a3.", "\u0130stanbul I\u0131", "\u01c5 \u01c8 \u01f2", "\u0149 \u01f0",
    "\u80ba\u708e", "\u53f3\u4fa7\u80f8\u8154\u79ef\u6db2\u3002", "\u80f8\u90e8X\u7dda\u5199\u771f", "\ud749\ubd80 X\uc120",
    "\u1112\u1161\u11ab", "\u0930\u0940\u0922\u093c", "\u0e1b\u0e2d\u0e14", "\u0627\u0644\u0635\u062f\u0631",
    "\u05d7\u05b8\u05d6\u05b6\u05d4", "\u043f\u043d\u0435\u0432\u043c\u043e\u0442\u043e\u0440\u0430\u043a\u0441",
    "\U0001fac1\U0001f600", "\U0001f468\u200d\u2695\ufe0f", "\U0001f1e9\U0001f1ea", "\u2764\ufe0f", "\U0001d400\U0001d7d9",
    "\u2192 \u2264 5 mm \u00b1 2 \u00b5m \u03bcm \u00d7 \u00b7 \u2022", "\u201cquoted\u201d \u2018single\u2019 \u2013 \u2014 \u2026",
    "patient\u2019s", "`code` ~tilde~ ^caret_under_score", "\\n not a newline", "C:\\films\\1.png", "a/b\\c|d", "{}[]()",
    "$$$", "@home", "user@example.org", "https://example.org/a?b=c&d=e", "\x00null", "\x01\x02\x1b[0m", "del\x7f", "\ufffd",
    "<|startoftext|>", "<|endoftext|>", "before <|endoftext|> after", "a<|startoftext|>b", "<|ENDOFTEXT|>", "<|StartOfText|>",
    "<|endoftext|", "<|endoftext|><|endoftext|>", "<|pad|>", "[PAD] [CLS]", "</w>", "word</w> word", "\u0120 \u010a", "!", "!!!",
    "No effusion!", "! left", "a!b", "stop!</w>", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "pneumonoultramicroscopicsilicovolcanoconiosis", "antidisestablishmentarianism-like-opacity", "hAzY oPaCiTy", "HAZY",
    "1234567890" * 4, "x" * 300, "effusion " * 80, "9" * 100, "\u80ba" * 60, "\U0001fac1" * 40, "e\u0301" * 90, "!" * 90,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 4, ". " * 90, "left-" * 50, "\u00e9\u0301\u0301", "\u0301leading mark",
    "q\u0307\u0323 q\u0323\u0307", "\u0958 \u0929", "\u2f00\u4e00", "\u3042\u3099 \u304c", "\uac00\u11a8", "\u00ad soft-hy\u00adphen",
    "A\u030a\u0301", "\u1f88 \u1fb3 \u1fbc", "\u10a0 \u2c00 \ua64a \U00010400", "\u0345 \u1e9b\u0323", "\u2116 5", "x\u2080 x\u207f", "\u216b",
]  # fmt: skip


def radiology_sentences() -> list[str]:
    """450 sentences in the wording of reports and of both RoentGen prompt styles; the same every time."""
    draw = random.Random(20261123)
    findings = FINDINGS.replace("\n", "|").split("|")
    sentences = []
    for index in range(450):
        finding, other = draw.sample(findings, 2)
        side, size, change = draw.choice(SIDES), draw.choice(SIZES), draw.choice(CHANGES)
        age, device = draw.randint(18, 97), draw.choice(DEVICES)
        sex = draw.choice(["male", "female"])
        style = index % 9
        sentences.append(
            [
                f"{size} {side} {finding}",
                f"{size} {side} {finding} with adjacent {other}",
                f"No {finding}.",
                f"{age} year old {draw.choice(RACES)} {sex}. {size.capitalize()} {side} {finding}.",
                f"AP view, {age}-year-old {sex}: {finding}, {other}; {change}.",
                f"{device}. {size} {side} {finding}, {change}. No {other}.",
                f"FINDINGS: {finding.upper()} ({side}), {draw.uniform(0.3, 9.9):.1f} x {draw.randint(1, 99)} mm",
                f"Impression: 1. {finding}. 2. {size} {other} {change}. 3. {device}.",
                " ".join(
                    f"{draw.choice(SIZES)} {draw.choice(SIDES)} {draw.choice(findings)}, {draw.choice(CHANGES)}."
                    for _ in range(9)
                ),
            ][style]
        )
    return sentences


def random_unicode(count: int) -> list[str]:
    """Random strings over assigned planes, without surrogates: what nobody thought of."""
    draw = random.Random(7)
    blocks = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x5FF), (0x900, 0x97F), (0x2000, 0x2BFF), (0x3040, 0x30FF), (0x4E00, 0x4FFF), (0xAC00, 0xACFF), (0x1F300, 0x1F64F)]  # fmt: skip
    strings = []
    for _ in range(count):
        block_choices = draw.sample(blocks, 3)
        strings.append(
            "".join(chr(draw.randint(*draw.choice(block_choices))) for _ in range(draw.randint(1, 30)))
        )
    return strings
