"""The words of yes and no, in several languages, and those of neither."""

from __future__ import annotations

from typing import Optional

from ..dialect import regex

_YES = "yes|yeah|yep|yup|true|correct|indeed|absolutely|certainly|definitely|of course|affirmative|right(?=[.,!]|$)|sure|sí|si|oui|ja|да|sim|是的|是|对的|对|有的|有|正确|はい|네"
_NO = "(?:certainly|definitely|absolutely|of course|surely|clearly|probably|indeed|sure) (?:not|no)(?![a-z])|not (?:at all|really)|not quite(?=[.,!]|$)|wrong(?=[.,!]|$)|no|nope|nah|false|incorrect|negative|non|nein|нет|não|不是|没有|不对|不(?!确定|清楚|知道|一定|能)|否|错误|没|いいえ|아니요"
_WORD = regex(
    rf"""^["'(]{{0,2}}(?:({_NO})|({_YES}))(?![A-Za-z\u00c0-\u024f\u0400-\u04ff]|'[a-z])""",
    "iu",
)
BOTH = regex(
    r"\b(?:yes|true)\b[\s,]{0,3}(?:and|or|\/|&|but also)[\s,]{0,3}(?:also )?\b(?:no|false)\b|\b(?:no|false)\b[\s,]{0,3}(?:and|or|\/)[\s,]{0,3}\b(?:yes|true)\b|\byes\s?\/\s?no\b|\byes\s+no\b|\byes,\s?no(?=\s?(?:[,.]|$))|\bno\s+yes\b",
    "i",
)
UNSURE = regex(
    r"\b(?:not sure|unsure|unclear|uncertain|maybe|perhaps|possibly|hard to (?:tell|say)|difficult to (?:tell|say|determine)|don't know|do not know|no idea|(?:cannot|can't|can not|could not|unable to|impossible to|not possible to) (?:be )?(?:tell|say|determine|determined|answer|see whether|confirm|verify|know)|neither|may or may not|might|no (?:way|clue|means|information))\b",
    "i",
)
# The picture was not seen, or nothing is answered: that is not a "no".
REFUSES = regex(
    r"\b(?:cannot|can't|can not|unable to|not able to|don't|do not|could not|couldn't) (?:\w+ly )?(?:see|view|access|open|process|analy[sz]e|display|load|look at) (?:the |this |that |any |your |an? )?(?:attached |provided )?(?:images?|pictures?|photos?|attachments?|figures?)(?! (?:of|on|in|hanging|with))\b|\bno (?:image|picture|photo) (?:is |was |has been )?(?:attached|provided|given|available|uploaded)|\b(?:not enough|insufficient|no) (?:information|context|detail)|\bno (?:answer|comment|response|idea|opinion)\b|\b(?:not|isn't) (?:enough|sufficient|possible to)\b|\bas an ai\b|\bi(?:'m| am) (?:sorry|unable)\b|不确定|无法|不知道|不清楚|看不到|看不清",
    "i",
)
NEGATION = regex(
    r"\b(?:no|not|never|none|nothing|nobody|impossible|without|cannot|neither|absent|lacks?)\b|n't\b",
    "i",
)
EXISTS = regex(
    r"\b(?:there (?:is|are|'s|does|was)|(?:image|picture|photo|figure|scene) (?:does |clearly )?(?:shows?|contains?|includes?|depicts?|features?|has)|i (?:can )?(?:see|spot)|(?:is|are) (?:indeed |clearly )?(?:present|visible|shown|in the (?:image|picture|photo))|it (?:is|does|has)|they (?:are|do|have)|(?:statement|claim|answer|this|that|it) (?:is|are) (?:true|correct|right)|(?:is|are) [a-z]+ing|has|have)\b",
    "i",
)


def word_at(text: str) -> Optional[str]:
    """The yes or no that a text begins with."""
    found = _WORD.match(text)
    if found is None:
        return None
    return "yes" if found[1] is None else "no"
