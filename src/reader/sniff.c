/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/sniff.h"
#include "reader/words.h"

typedef struct magic {
	size_t at;
	const char *bytes;
	size_t n;
	const char *name;
} magic;

#define MAGIC(at, bytes, name)                                                                                         \
	{                                                                                                              \
		at, bytes, sizeof(bytes) - 1, name                                                                     \
	}
static const magic magics[] = {
    MAGIC(0, "{\\rtf", "an RTF document"),
    MAGIC(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a document of old Word, Excel or Outlook"),
    MAGIC(0, "%!PS", "a PostScript document"),
    MAGIC(0, "\x89PNG\r\n", "a picture (PNG)"),
    MAGIC(0, "\xFF\xD8\xFF", "a picture (JPEG)"),
    MAGIC(0, "GIF87a", "a picture (GIF)"),
    MAGIC(0, "GIF89a", "a picture (GIF)"),
    MAGIC(0, "II*\0", "a picture (TIFF)"),
    MAGIC(0, "MM\0*", "a picture (TIFF)"),
    MAGIC(8, "WEBP", "a picture (WebP)"),
    MAGIC(8, "WAVE", "a sound recording"),
    MAGIC(8, "AVI ", "a video"),
    MAGIC(4, "ftyp", "a video or picture (MP4 or HEIC)"),
    MAGIC(0, "ID3", "a sound recording"),
    MAGIC(0, "OggS", "a sound recording"),
    MAGIC(0, "fLaC", "a sound recording"),
    MAGIC(0, "\x1A\x45\xDF\xA3", "a video (Matroska)"),
    MAGIC(0,
	  "\x7F"
	  "ELF",
	  "a program"),
    MAGIC(0, "MZ\x90\0", "a program"),
    MAGIC(0, "\xCA\xFE\xBA\xBE", "a program"),
    MAGIC(0, "SQLite format 3\0", "a database or casefile"),
    MAGIC(0, "\x1F\x8B", "a compressed file (gzip)"),
    MAGIC(0, "BZh", "a compressed file (bzip2)"),
    MAGIC(0,
	  "\xFD"
	  "7zXZ",
	  "a compressed file (xz)"),
    MAGIC(0, "7z\xBC\xAF\x27\x1C", "an archive (7z)"),
    MAGIC(0, "Rar!\x1A", "an archive (RAR)"),
    MAGIC(257, "ustar", "an archive (tar)"),
    MAGIC(0, "\x28\xB5\x2F\xFD", "a compressed file (zstd)"),
    MAGIC(0, "!BDN", "an Outlook mail folder (PST)"),
    MAGIC(0, "AT&TFORM", "a DjVu document"),
};

static const char *zip_kind(span bytes)
{
	span head = span_slice(bytes, 0, 8192);
	if (span_find(head, SPAN("opendocument.text"), 0) != SIZE_MAX)
		return "an OpenDocument text (ODT)";
	if (span_find(head, SPAN("opendocument"), 0) != SIZE_MAX)
		return "an OpenDocument file";
	if (span_find(head, SPAN("epub+zip"), 0) != SIZE_MAX)
		return "an electronic book (EPUB)";
	if (span_find(head, SPAN("word/"), 0) != SIZE_MAX)
		return "a Word document (DOCX)";
	if (span_find(head, SPAN("xl/"), 0) != SIZE_MAX)
		return "an Excel workbook";
	if (span_find(head, SPAN("ppt/"), 0) != SIZE_MAX)
		return "a PowerPoint presentation";
	/* Writers put the parts in any order; the first name is often this one. */
	if (span_find(head, SPAN("[Content_Types].xml"), 0) != SIZE_MAX)
		return "a Word document (DOCX) or another Office file";
	return "an archive (zip)";
}

/* A mail has headers that a letter typed with "From:" and "To:" has not. */
static const char *mail_kind(span bytes)
{
	static const char *const technical[] = {"received:",
						"message-id:",
						"mime-version:",
						"return-path:",
						"delivered-to:",
						"dkim-signature:",
						"content-transfer-encoding:",
						"x-mailer:",
						"x-originating-ip:"};
	span rest = span_slice(bytes, 0, 16 * 1024), line;
	bool mbox = words_start(rest, "From ") && span_find(span_slice(rest, 0, 200), SPAN("@"), 0) != SIZE_MAX;
	size_t found = 0;
	for (size_t n = 0; n < 60 && span_next(&rest, '\n', &line); n++) {
		if (n > 0 && span_trim(line).n == 0)
			break;
		if (n == 0 && mbox)
			continue;
		bool folded = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
		const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
		if (!folded && (!colon || memchr(line.p, ' ', (size_t)(colon - line.p))))
			return NULL;
		for (size_t i = 0; i < sizeof technical / sizeof *technical; i++)
			found += words_start(line, technical[i]);
	}
	if (found == 0)
		return NULL;
	return mbox ? "a mail folder (mbox)" : "an e-mail";
}

const char *sniff_refused(span bytes)
{
	/* PDF readers, and so PDF writers, allow some bytes before the mark; but not in a line of prose. */
	span head = span_slice(bytes, 0, 1024);
	for (size_t at = span_find(head, SPAN("%PDF-"), 0); at != SIZE_MAX; at = span_find(head, SPAN("%PDF-"), at + 1))
		if (at == 0 || head.p[at - 1] == '\n' || head.p[at - 1] == '\r' ||
		    (unsigned char)head.p[at - 1] >= 0x80 || head.p[at - 1] == '\0')
			return "a PDF document";
	if (span_starts(bytes, SPAN("PK\x03\x04")) || span_starts(bytes, SPAN("PK\x05\x06")))
		return zip_kind(bytes);
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (span_starts(span_slice(bytes, magics[i].at, bytes.n), (span){magics[i].bytes, magics[i].n}) &&
		    bytes.n > magics[i].at)
			return magics[i].name;
	return mail_kind(bytes);
}

/* Behind white space, a byte order mark, an XML declaration and comments. */
static span first_markup(span text)
{
	text = span_slice(text, 0, 64 * 1024);
	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_slice(text, 3, text.n);
	for (;;) {
		text = span_trim(text);
		const char *end = span_starts(text, SPAN("<!--")) ? "-->" : span_starts(text, SPAN("<?")) ? "?>" : NULL;
		size_t at = end ? span_find(text, span_of(end), 2) : SIZE_MAX;
		if (at == SIZE_MAX)
			return text;
		text = span_slice(text, at + strlen(end), text.n);
	}
}

static bool starts_tag(span text, const char *name)
{
	size_t n = strlen(name);
	return text.n > n + 1 && text.p[0] == '<' && words_start(span_slice(text, 1, text.n), name) &&
	       memchr(" \t\r\n>/", text.p[n + 1], 6);
}

sniffed sniff_text(span text, span name)
{
	static const char *const tags[] = {"html",  "head", "body",    "title",   "meta",   "link",  "script",
					   "style", "main", "article", "section", "header", "div",   "p",
					   "h1",    "h2",   "table",   "center",  "font",   "span",  "nav",
					   "ul",    "ol",   "a",       "b",       "br",     "strong"};
	span first = first_markup(text);
	bool markdown = words_end(name, ".md") || words_end(name, ".markdown");
	if (words_start(first, "<!doctype html") || starts_tag(first, "html"))
		return SNIFF_HTML;
	if (markdown)
		return SNIFF_MARKDOWN;
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (starts_tag(first, tags[i]))
			return SNIFF_HTML;
	if (words_end(name, ".html") || words_end(name, ".htm") || words_end(name, ".xhtml"))
		return SNIFF_HTML;
	return SNIFF_TEXT;
}

bool sniff_xml(span text)
{
	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_slice(text, 3, text.n);
	span first = first_markup(text);
	return words_start(span_trim(text), "<?xml") && !words_start(first, "<!doctype html") &&
	       !starts_tag(first, "html");
}
