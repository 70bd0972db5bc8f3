// What a code that was read asks for: a path of ours, sixteen characters of the typed box, or nothing we open. What is
// foreign is shown and never opened: over a good sticker somebody may have glued a bad one (security.md A1).

const OURS = /^\/(?:(?:00|01|414|417)\/\d|t\/[^/])/i;
const GS1 = /\/(?:01\/\d{8,14}|414\/\d{13}|417\/\d{13}|00\/\d{18})(?=\/|$)/;
const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;
const GROUP = "\x1d"; // ends an element of variable length
// Application identifiers of a fixed length (GS1 General Specifications 3.2); a value of any other runs to GROUP.
const FIXED = { "00": 18, "01": 14, "02": 14, 11: 6, 12: 6, 13: 6, 15: 6, 16: 6, 17: 6, 20: 2, 41: 14 };

// {path} to open on this host, or {text} to show.
export function meant(read, format, hosts) {
  const text = read.trim();
  const path = (format === "data_matrix" && ofElements(text)) || ofLink(text, hosts) || ofCode(text) || ofElements(text);
  return path ? { path } : { text };
}

function ofLink(text, hosts) {
  if (!/^https?:\/\//i.test(text)) return "";
  let url;
  try {
    url = new URL(text);
  } catch {
    return "";
  }
  if (hosts.includes(url.hostname)) return OURS.test(url.pathname) ? url.pathname : "";
  // A GS1 link of whatever host names goods, and we say what we know of them.
  const found = url.pathname.search(GS1);
  return found < 0 ? "" : url.pathname.slice(found);
}

// O for 0, I and L for 1, as in the typed box.
export function ofCode(text) {
  const code = text.replace(/[\s-]/g, "").toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return CODE.test(code) ? `/q?ma=${code}` : "";
}

function ofElements(text) {
  const found = text.startsWith("(") ? bracketed(text) : bare(text);
  const path = (ai) => (found[ai] ? `/${ai}/${encodeURIComponent(found[ai])}` : "");
  if (/^\d{14}$/.test(found["01"] || "")) return path("01") + path("10") + path("21");
  return /^\d{18}$/.test(found["00"] || "") ? path("00") : "";
}

function bracketed(text) {
  return Object.fromEntries([...text.matchAll(/\((\d{2,4})\)([^(]*)/g)].map(([, ai, value]) => [ai, value]));
}

function bare(text) {
  const found = {};
  let rest = text.replace(/^\][A-Za-z]\d/, "").replace(/^\x1d/, "");
  if (!/^\d{2}/.test(rest)) return found;
  while (rest.length > 2) {
    const ai = rest.slice(0, 2);
    const end = FIXED[ai] ? 2 + FIXED[ai] : rest.indexOf(GROUP);
    found[ai] = end < 0 ? rest.slice(2) : rest.slice(2, end);
    rest = end < 0 ? "" : rest.slice(end).replace(/^\x1d/, "");
  }
  return found;
}
