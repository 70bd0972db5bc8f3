// Drawing a boundary: taps on the map and steps of a walk go into the box of corners, which alone is sent.
// <form data-plot data-ground="address of our own outlines">; words stand in <template data-say>. Needs Leaflet (L).

const form = document.querySelector("form[data-plot]");
const tools = form.querySelector("[data-plot-tools]");
const box = form.elements.points;
const said = tools.querySelector("[data-said]");
const near = 2; // metres: a phone that stands still still wanders
let corners = [];
let walk = null;
let worst = 0;

const word = (what, values = {}) =>
  tools
    .querySelector(`template[data-say="${what}"]`)
    .content.textContent.replace(/\{(\w)\}/g, (_, name) => values[name] ?? "");
const say = (what, values) => (said.textContent = what ? word(what, values) : "");
const shown = (number) => String(Math.round(number * 1e7) / 1e7).replace(".", ",");

// Only what this page itself writes, and plain decimals, is drawn; everything else the server reads.
function typed() {
  const found = [];
  for (const line of box.value.split("\n")) {
    const pair = line.match(/^\s*(-?\d+[.,]?\d*)\s*(?:;|,\s|\s)\s*(-?\d+[.,]?\d*)\s*$/);
    if (pair) found.push([Number(pair[1].replace(",", ".")), Number(pair[2].replace(",", "."))]);
  }
  return found.filter(([latitude, longitude]) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180);
}

const map = L.map("ban-do-ve", { attributionControl: false, zoomControl: false, zoomSnap: 0.5, maxZoom: 21 });
L.control.zoom({ zoomInTitle: word("in"), zoomOutTitle: word("out") }).addTo(map);
// Names of plots from near, of communes from far: both at once nobody can read.
map.on("zoomend", () => map.getContainer().classList.toggle("plot-near", map.getZoom() >= 16));
const drawn = L.polygon([], { className: "plot-mine", interactive: false }).addTo(map);
const marks = L.layerGroup().addTo(map);

function draw() {
  drawn.setLatLngs(corners);
  marks.clearLayers();
  corners.forEach((corner, number) =>
    L.circleMarker(corner, { radius: number ? 5 : 7, className: "plot-mine", interactive: false }).addTo(marks),
  );
}

function put(source) {
  box.value = corners.map(([latitude, longitude]) => `${shown(latitude)}; ${shown(longitude)}`).join("\n");
  form.elements.source.value = source;
  draw();
}

map.on("click", (event) => {
  if (walk !== null) return;
  corners.push([event.latlng.lat, event.latlng.lng]);
  put("tapped");
  say("corners", { n: corners.length });
});

box.addEventListener("input", () => {
  corners = typed();
  form.elements.source.value = "typed";
  draw();
});

function far(one, other) {
  return map.distance(one, other);
}

function stepped(position) {
  const corner = [position.coords.latitude, position.coords.longitude];
  const accuracy = position.coords.accuracy;
  if (!corners.length || far(corners.at(-1), corner) > near) {
    corners.push(corner);
    worst = Math.max(worst, accuracy);
    form.elements.accuracy.value = worst.toFixed(1);
    put("walked");
    map.setView(corner, Math.max(map.getZoom(), 18));
  }
  say("walking", { n: corners.length, m: Math.round(accuracy) });
}

const button = tools.querySelector("[data-walk]");
const asked = { enableHighAccuracy: true, maximumAge: 0, timeout: 60000 };

function stop() {
  if (walk !== null) navigator.geolocation.clearWatch(walk);
  walk = null;
  button.textContent = word("walk");
}

button.addEventListener("click", () => {
  if (walk !== null) {
    stop();
    say("corners", { n: corners.length });
    return;
  }
  corners = [];
  worst = 0;
  draw();
  say("waiting");
  button.textContent = word("stop");
  walk = navigator.geolocation.watchPosition(stepped, (problem) => {
    if (problem.code !== problem.PERMISSION_DENIED) return; // under a roof of leaves it tries again
    stop();
    say("refused");
  }, asked);
});

tools.querySelector("[data-here]").addEventListener("click", () => {
  say("waiting");
  navigator.geolocation.getCurrentPosition((position) => {
    corners.push([position.coords.latitude, position.coords.longitude]);
    worst = Math.max(worst, position.coords.accuracy);
    form.elements.accuracy.value = worst.toFixed(1);
    put("walked");
    map.setView(corners.at(-1), Math.max(map.getZoom(), 17));
    say("corners", { n: corners.length });
  }, () => say("refused"), asked);
});

tools.querySelector("[data-back]").addEventListener("click", () => {
  corners.pop();
  put(form.elements.source.value || "tapped");
  say("corners", { n: corners.length });
});

tools.querySelector("[data-clear]").addEventListener("click", () => {
  stop();
  corners = [];
  worst = 0;
  put("tapped");
  say("");
});

tools.hidden = false;
if (!("geolocation" in navigator)) {
  button.hidden = true;
  tools.querySelector("[data-here]").hidden = true;
}
corners = typed();
map.setView(corners[0] ?? [16, 106], 17);
draw();
if (corners.length) map.fitBounds(L.latLngBounds(corners).pad(0.6));

const ground = await fetch(form.dataset.ground).then((answer) => (answer.ok ? answer.json() : null), () => null);
if (ground) {
  const looks = { home: "plot-commune", commune: "plot-commune", site: "plot-beside" };
  const own = L.latLngBounds([]);
  L.geoJSON(ground, {
    interactive: false,
    style: (feature) => ({ className: looks[feature.properties.look] }),
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 5, className: "plot-beside", interactive: false }),
    onEachFeature: (feature, layer) => {
      const name = document.createElement("span");
      name.textContent = feature.properties.name;
      if (feature.properties.look === "site") own.extend(layer.getBounds?.() ?? layer.getLatLng());
      layer.bindTooltip(name, { permanent: true, direction: "center", className: `plot-label plot-label-${feature.properties.look}` });
    },
  }).addTo(map).bringToBack();
  if (!corners.length && own.isValid()) map.fitBounds(own.pad(0.3), { maxZoom: 18 });
  else if (!corners.length && ground.centre) map.setView(ground.centre, 14);
}
