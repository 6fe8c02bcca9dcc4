"""One reading of language codes, wherever they come from.

A rule is bound to languages by two letters. Corpora write `en`, `en-GB`, `eng`, `eng_Latn`; what
is not understood must be taken for unknown, since any other language switches a rule off.
"""

from __future__ import annotations

from typing import TypeGuard

from cleaner.errors import UsageError

_THREE_LETTERS = {
    three: two
    for entry in """
    aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara,arb as:asm av:ava ay:aym az:aze,azj
    ba:bak be:bel bg:bul bi:bis bm:bam bn:ben bo:bod,tib br:bre bs:bos ca:cat ce:che ch:cha co:cos
    cr:cre cs:ces,cze cu:chu cv:chv cy:cym,wel da:dan de:deu,ger dv:div dz:dzo ee:ewe el:ell,gre
    en:eng eo:epo es:spa et:ekk,est eu:baq,eus fa:fas,per,pes,prs ff:ful fi:fin fj:fij fo:fao
    fr:fra,fre fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv
    ht:hat hu:hun hy:arm,hye hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:ice,isl
    it:ita iu:iku ja:jpn jv:jav ka:geo,kat kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor
    kr:kau ks:kas ku:kmr,kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit
    lu:lub lv:lav,lvs mg:mlg,plt mh:mah mi:mao,mri mk:mac,mkd ml:mal mn:khk,mon mr:mar
    ms:may,msa,zsm mt:mlt my:bur,mya na:nau nd:nde ne:nep,npi ng:ndo nl:dut,nld no:nno,nob,nor
    nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori,ory os:oss pa:pan pi:pli pl:pol ps:pbt,pus
    pt:por qu:que rm:roh rn:run ro:ron,rum ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin
    sk:slk,slo sl:slv sm:smo sn:sna so:som sq:alb,als,sqi sr:srp ss:ssw st:sot su:sun sv:swe
    sw:swa,swh ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat
    tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb,uzn ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid
    yo:yor za:zha zh:chi,cmn,zho zu:zul
    """.split()
    for two, _, threes in (entry.partition(":"),)
    for three in threes.split(",")
}
"""ISO 639-3 and 639-2/B; some that corpora write for a part of a language are filed under it."""

_FILED_UNDER = {two: two for two in _THREE_LETTERS.values()} | {
    "nb": "no",  # both ways of writing Norwegian: rules are for either
    "nn": "no",
    "in": "id",  # codes withdrawn long ago, which corpora still have
    "iw": "he",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
}
"""ISO 639-1: what each code of two letters is filed under."""

NO_CODE = "is no code; give two letters, such as en"
"""What is said of anything else, behind what was given."""


def language_code(code: str, name: str = "language") -> str | None:
    """Return the two letters of a language, None for one that has none or is not known.

    Names are refused, not cut short: the first two letters of "german" are those of no German.

    Args:
        code: two or three letters of any case, with or without region and script.
        name: what the error calls it.

    Raises:
        UsageError: it is no code.

    >>> [language_code(code) for code in ("en", "EN_gb", "eng_Latn", "nob", "iw", "und", "xx")]
    ['en', 'en', 'en', 'no', 'he', None, None]
    """
    if not is_code(code):
        raise UsageError(f"{name} {code!r} {NO_CODE}")
    letters = _letters(code)
    return _FILED_UNDER.get(letters) if len(letters) == 2 else _THREE_LETTERS.get(letters)


def language_of(given: object) -> str | None:
    """Return the same for a field of a corpus, in which anything may stand; None if it is no code.

    >>> language_of("pt-BR"), language_of("Portuguese"), language_of("")
    ('pt', None, None)
    """
    return language_code(given) if is_code(given) else None


def is_code(given: object) -> TypeGuard[str]:
    """True if it is written as a code, whether there is such a language or not.

    >>> is_code("qqq"), is_code("Portuguese"), is_code(5)
    (True, False, False)
    """
    if not isinstance(given, str):
        return False
    letters = _letters(given)
    return letters.isascii() and letters.isalpha() and len(letters) in (2, 3)


def _letters(code: str) -> str:
    """What stands before region and script."""
    return code.strip().lower().replace("_", "-").partition("-")[0]
