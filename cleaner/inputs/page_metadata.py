"""What a page says of itself outside its running text: JSON-LD, meta tags, title, microdata, byline and time
elements.

Each field has its own order of witnesses, measured on development pages (`bench/metadata.py`); all of it is read from
the lexbor tree, in about a millisecond. What only stands in the running text is a matter for detectors, which capture
it before it goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.inputs.iso_dates import to_iso
from cleaner.inputs.jsonld import LinkedData, read_jsonld, strip_html
from cleaner.inputs.person_names import person_names
from cleaner.model import Metadata

_WORD = regex.compile(r"\w+")
_SUFFIX = regex.compile(r"\s+[|–—\-·•»:/~]+\s+|\s*[|»·•]\s*|\s::\s")
"""What stands between a headline and a site's name in titles."""

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "publish_date",
    "publication_date",
    "pubdate",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "datecreated",
    "date",
)
"""Meta tags of the publication date, the surest first; after these any tag whose name speaks of publishing."""

_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
)
_PUBLISHING = regex.compile(r"publi(?:sh|cation)|created|posted|release[-_]?date", regex.IGNORECASE)
_MODIFYING = regex.compile(r"modif|updated|revised", regex.IGNORECASE)
_AUTHORS = (
    "author",
    "parsely-author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "byl",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "cxenseparse:author",
    "rbauthors",
    "authors",
    "twitter:creator_name",
)
_SITES = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "citation_journal_title",
    "cre",
)
_NAMES = (
    '[rel~="author"],[itemprop~="author"] [itemprop~="name"],[class*="author-name" i],[class*="author_name" i],'
    '[class*="authorname" i],[class*="byline-name" i],a[href*="/author/"],a[href*="/authors/"]'
)
"""Elements that hold an author's name and nothing else."""

_BYLINES = (
    '[itemprop~="author"],[class*="author" i]:not([class*="authorit" i]),[class*="byline" i],'
    '[id*="author" i]:not([id*="authorit" i]),[data-testid*="author" i],'
    '[data-testid*="byline" i]'
)
"""Elements that hold it among other things; an authority is none."""

_TIMES = 'time[datetime],[itemprop~="datePublished"],[itemprop~="dateCreated"]'
"""Elements that tell the day of publication. Classes such as `date` are not among them: most are other articles'."""

_URL_DATE = regex.compile(r"/(?P<Y>(?:19|20)\d{2})[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<d>0?[1-9]|[12]\d|3[01])(?:/|-|$)")
_OTHER_PAGES = regex.compile(
    r"\b(?:comments?|disqus|related|recommend\w*|recirc\w*|sidebar|footer|teasers?|promos?|trending|popular|most-read|read-next|"
    r"more-\w+|latest)\b",
    regex.IGNORECASE,
)
"""Class names and ids of lists of other articles, comments and the page's frame: their dates and names are not the
page's."""

_LONGEST_TITLE = 300
_LONGEST_BYLINE = 120
_LONGEST_DATE = 40


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """A page's metadata, and the article's text where JSON-LD holds it."""

    metadata: Metadata
    body: str | None = None


def read_page_metadata(tree: LexborHTMLParser, url: str | None = None) -> PageMetadata:
    """Read what the page says of itself. `url` is where it was fetched: it completes a relative canonical URL."""
    head = _Head(tree)
    titles = _Titles(head)
    linked = read_jsonld(head.scripts, titles.is_this_page)
    site = _site(head, linked)
    published, modified = _dates(tree, head, linked, url)
    metadata = Metadata(
        title=titles.best(linked.headline, site),
        authors=_authors(tree, head, linked, site),
        published=published,
        modified=modified,
        url=_url(head, linked, url),
        site=site,
        language=_language(tree, head, linked),
        description=head.first("description", "og:description", "twitter:description", "dc.description")
        or linked.description,
    )
    return PageMetadata(metadata, linked.body)


class _Head:
    """The elements that pages describe themselves with, in one pass over the tree."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.meta: dict[str, list[str]] = defaultdict(list)
        self.scripts: list[str] = []
        self.headings: list[str] = []
        self.title = ""
        self.canonical: str | None = None
        for node in tree.css('meta,title,h1,script[type*="ld+json" i],link[rel~="canonical" i]'):
            tag = node.tag
            if tag == "meta":
                self._meta(node)
            elif tag == "script":
                self.scripts.append(node.text())
            elif tag == "h1":
                if text := _folded(strip_html(node.text())):
                    self.headings.append(text)
            elif tag == "link":
                self.canonical = self.canonical or (node.attributes.get("href") or "").strip() or None
            elif not self.title and (node.parent is None or node.parent.tag != "svg"):
                self.title = _folded(node.text())

    def _meta(self, node: LexborNode) -> None:
        attributes = node.attributes
        content = attributes.get("content")
        if not content or not (content := content.strip()):
            return
        for name in ("property", "name", "itemprop", "http-equiv"):
            if key := attributes.get(name):
                self.meta[key.strip().lower()].append(content)

    def first(self, *names: str) -> str | None:
        """The first value of the first of `names` that has one, entities resolved and white space folded."""
        return next(
            (text for name in names for value in self.meta.get(name, ()) if (text := _folded(strip_html(value)))), None
        )

    def values(self, names: Iterable[str]) -> list[str]:
        """The values of the first of `names` that has any."""
        return [value for name in names for value in self.meta.get(name, ())]

    def like(self, pattern: regex.Pattern[str]) -> list[str]:
        """The values of short meta tags whose name matches `pattern`, as the page orders them."""
        return [
            value
            for name, values in self.meta.items()
            if pattern.search(name)
            for value in values
            if len(value) <= _LONGEST_DATE
        ]

    def labelled(self, label: str) -> list[str]:
        """The value of a pair of meta tags `twitter:label1`, `twitter:data1` whose label reads `label`."""
        return [
            value
            for number in "12"
            if (self.first(f"twitter:label{number}") or "").lower() == label
            for value in self.meta.get(f"twitter:data{number}", ())
        ]


class _Titles:
    """The page's wordings of its headline, and which of them is it."""

    def __init__(self, head: _Head) -> None:
        self._open_graph = head.first("og:title")
        self._twitter = head.first("twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title")
        self._title = head.title
        self._headings = [text for text in head.headings if len(text) <= _LONGEST_TITLE]
        self._urls = {_bare(url) for url in (head.canonical, head.first("og:url")) if url}

    def is_this_page(self, value: str) -> bool:
        """Whether `value` is this page's headline or URL."""
        if value.startswith(("http://", "https://", "/")):
            return _bare(value) in self._urls
        words = _words(value)
        return bool(words) and any(
            words == _words(text) for text in (self._open_graph, self._title, *self._headings) if text
        )

    def best(self, linked: str | None, site: str | None) -> str | None:
        """The headline: the heading that the other wordings agree with, else the best of those."""
        told = [text for text in (linked, self._open_graph, self._twitter, self._title) if text]
        site_words = _words(site or "")
        rated = [
            (_agreement(_words(heading), [_words(text) for text in told]), -number, heading)
            for number, heading in enumerate(self._headings)
            if _words(heading) and _words(heading) != site_words
        ]
        if rated:
            agreement, _, heading = max(rated)
            if agreement >= _AGREEMENT:
                return heading
        stripped = [without_site(text, site) for text in told]
        if stripped:
            return stripped[0]
        return rated[0][2] if rated else None


_AGREEMENT = 0.5
"""Share of common words (of both wordings together) from which on a heading is the page's headline."""


def without_site(title: str, site: str | None) -> str:
    """`title` without the name of the site that follows or leads it: `Late ferry | The Norvald Post` is `Late ferry`.

    Where the name is not known, or another name follows, a short ending goes if the rest is longer (a section, or the
    name in another wording); behind a dash only where no name is known, since dashes stand inside headlines too.
    """
    name = set(_words(site or ""))
    while parts := list(_SUFFIX.finditer(title)):
        head, tail = title[: parts[-1].start()].strip(), title[parts[-1].end() :].strip()
        first, rest = title[: parts[0].start()].strip(), title[parts[0].end() :].strip()
        ending = set(_words(tail))
        if name and head and ending and (ending <= name or name <= ending):
            title = head
        elif name and rest and set(_words(first)) == name:
            title = rest
        elif (
            head
            and len(_words(tail)) <= _SECTION_WORDS
            and len(_words(head)) > len(_words(tail))
            and (not name or not _DASH.search(parts[-1].group()))
        ):
            title = head
        else:
            break
    return title


_SECTION_WORDS = 4
"""Words of a site's or section's name at the end of a title."""

_DASH = regex.compile(r"[–—:/~-]")


def _agreement(words: Sequence[str], others: Iterable[Sequence[str]]) -> float:
    best = 0.0
    mine = set(words)
    for other in others:
        theirs = set(other)
        common = len(mine & theirs)
        if common:
            best = max(best, common / len(mine | theirs), 0.9 * common / len(mine) if len(mine) >= 3 else 0.0)
    return best


def _site(head: _Head, linked: LinkedData) -> str | None:
    name = head.first("og:site_name") or linked.site or head.first(*_SITES)
    return name if name is None or not name.startswith("http") else urlsplit(name).netloc or None


def _url(head: _Head, linked: LinkedData, url: str | None) -> str | None:
    """The canonical URL, or the page's own where the canonical one is on another host: that names the original of a
    copy."""
    canonical, own = (_absolute(value, url) for value in (head.canonical, head.first("og:url")))
    if canonical and own and urlsplit(canonical).netloc != urlsplit(own).netloc:
        return own
    return canonical or own or _absolute(linked.url, url) or url


def _absolute(value: str | None, base: str | None) -> str | None:
    try:
        whole = urljoin(base or "", value or "")
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if value and parts.scheme in ("http", "https") and "." in parts.netloc else None


def _language(tree: LexborHTMLParser, head: _Head, linked: LinkedData) -> str | None:
    root = tree.root
    told = (
        root.attributes.get("lang") if root is not None else None,
        root.attributes.get("xml:lang") if root is not None else None,
        linked.language,
        head.first("og:locale"),
        head.first("content-language", "language", "dc.language", "inlanguage"),
    )
    return next((code for value in told if (code := _code(value))), None)


def _code(value: str | None) -> str | None:
    code = regex.split(r"[-_;, ]", value.strip().lower())[0] if value else ""
    return code if len(code) == 2 and code.isascii() and code.isalpha() else _LANGUAGES.get(code)


_LANGUAGES = {
    "english": "en",
    "deutsch": "de",
    "german": "de",
    "français": "fr",
    "french": "fr",
    "español": "es",
    "spanish": "es",
}


def _dates(tree: LexborHTMLParser, head: _Head, linked: LinkedData, url: str | None) -> tuple[str | None, str | None]:
    published = _first_date(linked.published, *head.values(_PUBLISHED), *head.like(_PUBLISHING))
    modified = _first_date(linked.modified, *head.values(_MODIFIED), *head.like(_MODIFYING))
    return published or _shown_date(tree) or _url_date(url or head.canonical or ""), modified


def _first_date(*values: str | None) -> str | None:
    return next((date for value in values if value and (date := to_iso(value))), None)


def _shown_date(tree: LexborHTMLParser) -> str | None:
    """The first date in an element that is there to show one."""
    for node in tree.css(_TIMES):
        if _is_aside(node):
            continue
        attributes = node.attributes
        text = node.text()
        for value in (
            attributes.get("datetime"),
            attributes.get("content"),
            text if len(text) <= _LONGEST_BYLINE else "",
        ):
            if value and (date := to_iso(value)):
                return date
    return None


def _url_date(url: str) -> str | None:
    found = _URL_DATE.search(url)
    return to_iso(f"{found['Y']}-{found['m']}-{found['d']}") if found else None


def _authors(tree: LexborHTMLParser, head: _Head, linked: LinkedData, site: str | None) -> tuple[str, ...]:
    """The first witness that names somebody other than the site; the site, or another body, where none does."""
    bodies = {tuple(_words(name)) for name in (site, *linked.organisations) if name}
    nobody: tuple[str, ...] = ()
    for values in _author_witnesses(tree, head, linked):
        names = person_names(values)
        persons = tuple(name for name in names if tuple(_words(name)) not in bodies)
        if persons:
            return persons
        nobody = nobody or names
    return person_names(linked.organisations) or nobody


def _author_witnesses(tree: LexborHTMLParser, head: _Head, linked: LinkedData) -> Iterator[Sequence[str]]:
    """What may name the author, the surest first; the tree is only searched where nothing before named one."""
    yield linked.authors
    for name in _AUTHORS:
        yield head.meta.get(name, ())
    yield head.labelled("written by")
    yield _bylines(tree)


def _bylines(tree: LexborHTMLParser) -> list[str]:
    """What the first element that is there to name the article's author says, name by name."""
    for selector in (_NAMES, _BYLINES):
        for node in tree.css(selector):
            parts = [part for text in node.text(separator="\n").splitlines() if (part := _folded(text))]
            if sum(map(len, parts)) > _LONGEST_BYLINE or _is_aside(node):
                continue
            names = [at for at, part in enumerate(parts) if person_names([part])]
            if names:
                first = names[0]
                linked = [at for at in names if at > first and parts[at - 1].strip(" ,").lower() in _CONNECTORS]
                return [parts[at] for at in (first, *linked)]
    return []


_CONNECTORS = frozenset({"", "and", "&", "und", "et", "y", "e"})
"""What stands between the elements of two names."""


def _is_aside(node: LexborNode) -> bool:
    """Whether an element is part of a list of other articles, of comments or of the page's frame."""
    at: LexborNode | None = node
    for _ in range(_ASIDE_DEPTH):
        if at is None or at.tag in ("body", "html", "main"):
            return False
        if at.tag in ("aside", "footer", "nav"):
            return True
        attributes = at.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if _OTHER_PAGES.search(names.replace("_", "-")):
            return True
        at = at.parent
    return False


_ASIDE_DEPTH = 12
"""Elements above a date or name that are looked at."""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _folded(text: str) -> str:
    return " ".join(text.split())


def _bare(url: str) -> str:
    """A URL without what differs between two ways to write the same page: scheme, `www.`, query, closing slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"
