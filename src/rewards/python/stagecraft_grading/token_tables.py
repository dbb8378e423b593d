"""What LaTeX's commands and Unicode's signs are in the tokens of an answer."""

from __future__ import annotations

COMMANDS = {
    **dict.fromkeys(("cdot", "times", "ast"), "*"),
    "div": "/",
    **dict.fromkeys(("pm", "mp"), "±"),
    **dict.fromkeys(("circ", "degree", "deg", "textdegree"), "°"),
    "infty": "inf",
    **dict.fromkeys(("leq", "le", "leqslant"), "≤"),
    **dict.fromkeys(("geq", "ge", "geqslant"), "≥"),
    **dict.fromkeys(("neq", "ne"), "≠"),
    "lt": "<",
    "gt": ">",
    "cup": "∪",
    "cap": "∩",
    "in": "∈",
    **dict.fromkeys(("emptyset", "varnothing"), "∅"),
    **dict.fromkeys(("dfrac", "tfrac", "cfrac"), "frac"),
    "lbrace": "⦃",
    "rbrace": "⦄",
    "langle": "(",
    "rangle": ")",
    **dict.fromkeys(("lvert", "rvert", "vert", "mid", "Vert"), "|"),
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arccot": "acot",
    **dict.fromkeys(("to", "colon"), ":"),
    "angle": "∠",
    "triangle": "△",
    **dict.fromkeys(("approx", "simeq", "thickapprox", "cong", "doteq"), "≈"),
    **dict.fromkeys(("dbinom", "tbinom"), "binom"),
    "lbrack": "[",
    "rbrack": "]",
    **dict.fromkeys(("setminus", "backslash"), "∖"),
}

# Commands that only dress their argument or the space around it.
DRESS = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "displaystyle",
        "textstyle",
        "quad",
        "qquad",
        "text",
        "textbf",
        "textit",
        "textrm",
        "mathrm",
        "mathbf",
        "mathit",
        "mathsf",
        "mbox",
        "operatorname",
        "boxed",
        "fbox",
        "framebox",
        "overline",
        "hspace",
        "phantom",
        "limits",
        "rm",
        "bf",
        "it",
        "vec",
        "hat",
        "bar",
        "overrightarrow",
        "mathcal",
        "mathbb",
        "therefore",
        "boldsymbol",
        "textsf",
        "texttt",
        "emph",
        "underline",
        "nonumber",
    ]
)
PROSE = frozenset(
    ["text", "textbf", "textit", "textrm", "mbox", "mathrm", "operatorname"]
)

SYMBOLS = {
    **dict.fromkeys("−–—", "-"),
    **dict.fromkeys("×·∙⋅", "*"),
    **dict.fromkeys("÷∕", "/"),
    **dict.fromkeys("°º", "°"),
    **{sign: sign for sign in "≤≥≠±∪∩∈∅≈∖∠△"},
    "⟨": "(",
    "⟩": ")",
}
ESCAPED = {"{": "⦃", "}": "⦄", "%": "%", "|": "|"}
NAMES = {"π": "pi", "√": "sqrt", "∞": "inf", "θ": "theta", "α": "alpha"}
MARKS = frozenset("+-*/^=<>%|!,;:()[]{}&?\"'")
