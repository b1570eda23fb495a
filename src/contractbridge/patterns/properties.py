"""The Unicode properties that JavaScript knows by name.

Only names that Unicode 15 has: a newer script would be a syntax error in an engine of last year.
"""

from __future__ import annotations

from typing import Final

# Each entry: the name that is printed, then its other spellings (PropertyAliases.txt, PropertyValueAliases.txt).
CATEGORIES: Final = """
    C=Other Cc=Control=cntrl Cf=Format Cn=Unassigned Co=Private_Use Cs=Surrogate L=Letter LC=Cased_Letter
    Ll=Lowercase_Letter Lm=Modifier_Letter Lo=Other_Letter Lt=Titlecase_Letter Lu=Uppercase_Letter
    M=Mark=Combining_Mark Mc=Spacing_Mark Me=Enclosing_Mark Mn=Nonspacing_Mark N=Number
    Nd=Decimal_Number=digit Nl=Letter_Number No=Other_Number P=Punctuation=punct Pc=Connector_Punctuation
    Pd=Dash_Punctuation Pe=Close_Punctuation Pf=Final_Punctuation Pi=Initial_Punctuation
    Po=Other_Punctuation Ps=Open_Punctuation S=Symbol Sc=Currency_Symbol Sk=Modifier_Symbol Sm=Math_Symbol
    So=Other_Symbol Z=Separator Zl=Line_Separator Zp=Paragraph_Separator Zs=Space_Separator
"""
BINARY: Final = """
    ASCII ASCII_Hex_Digit=AHex Alphabetic=Alpha Any Assigned Bidi_Control=Bidi_C Bidi_Mirrored=Bidi_M
    Case_Ignorable=CI Cased Changes_When_Casefolded=CWCF Changes_When_Casemapped=CWCM
    Changes_When_Lowercased=CWL Changes_When_NFKC_Casefolded=CWKCF Changes_When_Titlecased=CWT
    Changes_When_Uppercased=CWU Dash Default_Ignorable_Code_Point=DI Deprecated=Dep Diacritic=Dia Emoji
    Emoji_Component=EComp Emoji_Modifier=EMod Emoji_Modifier_Base=EBase Emoji_Presentation=EPres
    Extended_Pictographic=ExtPict Extender=Ext Grapheme_Base=Gr_Base Grapheme_Extend=Gr_Ext Hex_Digit=Hex
    IDS_Binary_Operator=IDSB IDS_Trinary_Operator=IDST ID_Continue=IDC ID_Start=IDS Ideographic=Ideo
    Join_Control=Join_C Logical_Order_Exception=LOE Lowercase=Lower Math Noncharacter_Code_Point=NChar
    Pattern_Syntax=Pat_Syn Pattern_White_Space=Pat_WS Quotation_Mark=QMark Radical Regional_Indicator=RI
    Sentence_Terminal=STerm Soft_Dotted=SD Terminal_Punctuation=Term Unified_Ideograph=UIdeo
    Uppercase=Upper Variation_Selector=VS White_Space=space XID_Continue=XIDC XID_Start=XIDS
"""
SCRIPTS: Final = """
    Adlam=Adlm Ahom Anatolian_Hieroglyphs=Hluw Arabic=Arab Armenian=Armn Avestan=Avst Balinese=Bali
    Bamum=Bamu Bassa_Vah=Bass Batak=Batk Bengali=Beng Bhaiksuki=Bhks Bopomofo=Bopo Brahmi=Brah
    Braille=Brai Buginese=Bugi Buhid=Buhd Canadian_Aboriginal=Cans Carian=Cari Caucasian_Albanian=Aghb
    Chakma=Cakm Cham Cherokee=Cher Chorasmian=Chrs Common=Zyyy Coptic=Copt=Qaac Cuneiform=Xsux
    Cypriot=Cprt Cypro_Minoan=Cpmn Cyrillic=Cyrl Deseret=Dsrt Devanagari=Deva Dives_Akuru=Diak Dogra=Dogr
    Duployan=Dupl Egyptian_Hieroglyphs=Egyp Elbasan=Elba Elymaic=Elym Ethiopic=Ethi Georgian=Geor
    Glagolitic=Glag Gothic=Goth Grantha=Gran Greek=Grek Gujarati=Gujr Gunjala_Gondi=Gong Gurmukhi=Guru
    Han=Hani Hangul=Hang Hanifi_Rohingya=Rohg Hanunoo=Hano Hatran=Hatr Hebrew=Hebr Hiragana=Hira
    Imperial_Aramaic=Armi Inherited=Qaai=Zinh Inscriptional_Pahlavi=Phli Inscriptional_Parthian=Prti
    Javanese=Java Kaithi=Kthi Kannada=Knda Katakana=Kana Kawi Kayah_Li=Kali Kharoshthi=Khar
    Khitan_Small_Script=Kits Khmer=Khmr Khojki=Khoj Khudawadi=Sind Lao=Laoo Latin=Latn Lepcha=Lepc
    Limbu=Limb Linear_A=Lina Linear_B=Linb Lisu Lycian=Lyci Lydian=Lydi Mahajani=Mahj Makasar=Maka
    Malayalam=Mlym Mandaic=Mand Manichaean=Mani Marchen=Marc Masaram_Gondi=Gonm Medefaidrin=Medf
    Meetei_Mayek=Mtei Mende_Kikakui=Mend Meroitic_Cursive=Merc Meroitic_Hieroglyphs=Mero Miao=Plrd Modi
    Mongolian=Mong Mro=Mroo Multani=Mult Myanmar=Mymr Nabataean=Nbat Nag_Mundari=Nagm Nandinagari=Nand
    New_Tai_Lue=Talu Newa Nko=Nkoo Nushu=Nshu Nyiakeng_Puachue_Hmong=Hmnp Ogham=Ogam Ol_Chiki=Olck
    Old_Hungarian=Hung Old_Italic=Ital Old_North_Arabian=Narb Old_Permic=Perm Old_Persian=Xpeo
    Old_Sogdian=Sogo Old_South_Arabian=Sarb Old_Turkic=Orkh Old_Uyghur=Ougr Oriya=Orya Osage=Osge
    Osmanya=Osma Pahawh_Hmong=Hmng Palmyrene=Palm Pau_Cin_Hau=Pauc Phags_Pa=Phag Phoenician=Phnx
    Psalter_Pahlavi=Phlp Rejang=Rjng Runic=Runr Samaritan=Samr Saurashtra=Saur Sharada=Shrd Shavian=Shaw
    Siddham=Sidd SignWriting=Sgnw Sinhala=Sinh Sogdian=Sogd Sora_Sompeng=Sora Soyombo=Soyo Sundanese=Sund
    Syloti_Nagri=Sylo Syriac=Syrc Tagalog=Tglg Tagbanwa=Tagb Tai_Le=Tale Tai_Tham=Lana Tai_Viet=Tavt
    Takri=Takr Tamil=Taml Tangsa=Tnsa Tangut=Tang Telugu=Telu Thaana=Thaa Thai Tibetan=Tibt Tifinagh=Tfng
    Tirhuta=Tirh Toto Ugaritic=Ugar Vai=Vaii Vithkuqi=Vith Wancho=Wcho Warang_Citi=Wara Yezidi=Yezi
    Yi=Yiii Zanabazar_Square=Zanb
"""

# Those that hold for some of the letters that differ only in case, and not for others.
CASE_SPLITTING: Final = frozenset(
    """
    L LC Ll Lt Lu M Mn ASCII Case_Ignorable Changes_When_Casefolded Changes_When_Lowercased
    Changes_When_NFKC_Casefolded Changes_When_Titlecased Changes_When_Uppercased Diacritic Emoji
    Extended_Pictographic Grapheme_Base Grapheme_Extend ID_Start Lowercase Math Soft_Dotted Uppercase XID_Start
    Script=Common Script_Extensions=Common Script=Greek Script_Extensions=Greek Script=Inherited
    """.split()
)


def _entries(table: str) -> list[list[str]]:
    return [entry.split("=") for entry in table.split()]


def _loose(name: str) -> str:
    """A name as UAX #44 compares them (rule LM3): without case, spaces, hyphens, underscores, and a leading `is`."""
    bare = name[2:] if name[:2].lower() == "is" else name
    plain = "".join(char for char in bare.lower() if char.isascii() and char not in " _-")
    return "isc" if plain == "c" and bare is not name else plain


def _by_loose_name(table: str) -> dict[str, str]:
    return {_loose(name): names[0] for names in _entries(table) for name in names}


_LOOSE_CATEGORIES: Final = _by_loose_name(CATEGORIES) | {"any": "Any", "assigned": "Assigned", "ascii": "ASCII"}
_LOOSE_BINARY: Final = _by_loose_name(BINARY) | {"wspace": "White_Space"}
_LOOSE_SCRIPTS: Final = _by_loose_name(SCRIPTS)
_EXACT: Final = frozenset(name for names in _entries(CATEGORIES) + _entries(BINARY) for name in names)
_EXACT_VALUES: Final = {
    ("General_Category", "gc"): frozenset(name for names in _entries(CATEGORIES) for name in names),
    ("Script", "sc", "Script_Extensions", "scx"): frozenset(name for names in _entries(SCRIPTS) for name in names),
}


def find_property(name: str) -> str | None:
    """JavaScript's name for a property that Rust names loosely: a binary one, a category or a script."""
    loose = _loose(name)
    # `sc`, `cf` and `lc` are also short for properties with values; alone, they are the categories.
    if found := _LOOSE_BINARY.get(loose) or _LOOSE_CATEGORIES.get(loose):
        return found
    return f"Script={script}" if (script := _LOOSE_SCRIPTS.get(loose)) else None


def find_value(name: str, value: str) -> str | None:
    """JavaScript's name for a value of a property: of the category, the script or the script extensions."""
    match _loose(name):
        case "gc" | "generalcategory":
            return _LOOSE_CATEGORIES.get(_loose(value))
        case "sc" | "script":
            return f"Script={found}" if (found := _LOOSE_SCRIPTS.get(_loose(value))) else None
        case "scx" | "scriptextensions":
            return f"Script_Extensions={found}" if (found := _LOOSE_SCRIPTS.get(_loose(value))) else None
        case _:
            return None


def is_exact(name: str) -> bool:
    """Does JavaScript know this name, or this `property=value`, spelled just so?"""
    key, equals, value = name.partition("=")
    if not equals:
        return name in _EXACT
    return any(key in keys and value in values for keys, values in _EXACT_VALUES.items())
