// What was scanned on this phone. It stays here: no address of ours is ever told of it.

const KEY = "quet:lich-su";
const MOST = 50;

export function all() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
    return kept.filter((one) => /^\/(?!\/)/.test(one.path));
  } catch {
    return []; // a browser that keeps nothing, or something else's mark
  }
}

export function add(path, at = new Date()) {
  const others = all().filter((one) => one.path !== path);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ path, at: at.toISOString() }, ...others].slice(0, MOST)));
  } catch {
    // Full or forbidden: the scan itself goes on.
  }
}

export function clear() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}
