/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The style of a page, and its hash: a browser accepts no other style. */
#include "page/page.h"

#include <string.h>

#include "base/sha256.h"
#include "output/svg.h"

const char page_style[] =
	"*{box-sizing:border-box}"
	"body{margin:0 auto;max-width:66rem;padding:1rem;background:var(--bg);color:var(--fg);"
	"font:15px/1.5 system-ui,'DejaVu Sans',sans-serif;display:flex;flex-direction:column}"
	"main,article,section{min-width:0}nav.index{order:-1}"
	"h1{font-size:1.35rem;margin:.2rem 0}h2{font-size:1.25rem;margin:1.6rem 0 .2rem}"
	"h3{font-size:1.05rem;margin:1.6rem 0 .4rem;border-bottom:1px solid var(--line)}"
	"h4{font-size:1rem;margin:1.2rem 0 .3rem}p{margin:.4rem 0}a{color:inherit}"
	"code,td,.mono{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;"
	"font-size:.86rem}td.t{font-family:inherit;font-size:.9rem}"
	"dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.4rem 0}"
	"dl.facts dt{color:var(--mute)}dd{margin:0;min-width:0;overflow-wrap:anywhere}"
	".numbers{display:flex;flex-wrap:wrap;gap:.6rem;margin:.8rem 0;padding:0;list-style:none}"
	".numbers li{border:1px solid var(--line);border-radius:6px;padding:.4rem .7rem;"
	"flex:1 1 9.5rem;color:var(--mute);font-size:.85rem;line-height:1.3}"
	".numbers b{display:block;font-size:1.35rem;font-weight:600;color:var(--fg)}"
	"table{border-collapse:collapse;margin:.4rem 0;width:100%}"
	"th,td{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top;"
	"border-bottom:1px solid var(--line)}td.t{overflow-wrap:anywhere}"
	"th{font-size:.85rem;color:var(--mute);font-weight:600}"
	".reg td,.reg th{white-space:nowrap;width:1%}"
	".scroll{overflow-x:auto}svg.bytes{display:block;width:100%;min-width:34rem;max-width:52rem}"
	".reg svg,svg.chain{display:block;max-width:none}"
	".views{display:flex;flex-wrap:wrap;align-items:center;gap:.2rem .3rem}"
	".views .scroll,.views .legend{flex:1 0 100%}"
	".views label{margin-right:.8rem}.legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;"
	"font-size:.88rem;margin:.3rem 0;padding:0;list-style:none}"
	".legend svg{width:1.5rem;height:.9rem;vertical-align:-.1rem;margin-right:.35rem}"
	".v-user:checked~* .g-hardware,.v-guest:checked~* .g-hardware,"
	".v-policy:checked~* .g-hardware{display:none}"
	".v-user:checked~* .g-user,.v-guest:checked~* .g-guest,.v-policy:checked~* .g-policy"
	"{display:inline}.legend.g-policy{display:none}"
	".v-policy:checked~.legend.g-policy{display:flex}.v-policy:checked~.legend.g-owner{display:none}"
	".ghost rect{fill:none;stroke-dasharray:4 3;stroke:var(--mute)}.ghost text{fill:var(--mute)}"
	"svg text:target{font-weight:700;fill:var(--fg);text-decoration:underline}"
	".box{fill:var(--r);width:150px;height:34px;rx:4px}.chain g{text-anchor:middle}.arrow{stroke:var(--fg);fill:none}"
	".severity-error{font-weight:700}.severity-info{color:var(--mute)}"
	".reg{border-left:3px solid var(--line);padding-left:.7rem;margin:.8rem 0;overflow-x:auto}"
	".reg:target,section:target>h4{outline:2px solid var(--fg);outline-offset:3px}"
	".reg h5{font-size:.95rem;margin:0}.mute{color:var(--mute)}"
	".reg code{display:block}"
	"details summary{cursor:pointer;color:var(--mute);font-size:.88rem}"
	".reg dl{display:grid;grid-template-columns:5rem 1fr;gap:0 .6rem;margin:.3rem 0;"
	"font-size:.88rem}.reg dt{color:var(--mute)}.reg dd{grid-column:2}"
	".list{columns:12rem;padding-left:1.2rem;margin:.4rem 0}"
	"footer{border-top:1px solid var(--line);margin-top:2rem;color:var(--mute);font-size:.88rem}"
	"@media(max-width:34rem){dl.facts{grid-template-columns:1fr}dl.facts dd{margin-bottom:.3rem}"
	"table.wide,table.wide tbody,table.wide tr,table.wide td{display:block;border:0;padding:0}"
	"table.wide thead{display:none}table.wide tr{border-bottom:1px solid var(--line);"
	"padding:.3rem 0}}"
	"@media print{body{max-width:none;padding:0;font-size:10pt;display:block}"
	"details::details-content{content-visibility:visible;display:block}"
	".reg,tr,svg.chain{break-inside:avoid}h3,h4,h5{break-after:avoid}a{text-decoration:none}"
	"nav.caps{display:none}svg.bytes{min-width:0}.reg svg{max-width:100%}}";

/* One character for each 6 bits (RFC 4648, 4). The last group lacks one byte. */
static void encode(const uint8_t digest[SHA256_SIZE], char text[PAGE_HASH_SIZE])
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *next = text;

	for (unsigned int i = 0; i < SHA256_SIZE; i += 3) {
		uint32_t group = (uint32_t)digest[i] << 16 | (uint32_t)digest[i + 1] << 8;

		if (i + 2 < SHA256_SIZE)
			group |= digest[i + 2];
		for (int shift = 18; shift >= 0; shift -= 6)
			*next++ = digits[group >> shift & 63];
	}
	next[-1] = '=';
	*next = '\0';
}

const char *page_style_hash(char hash[PAGE_HASH_SIZE])
{
	struct sha256 sha;
	uint8_t digest[SHA256_SIZE];

	sha256_begin(&sha);
	sha256_add(&sha, svg_style, strlen(svg_style));
	sha256_add(&sha, page_style, strlen(page_style));
	sha256_end(&sha, digest);
	encode(digest, hash);
	return hash;
}
