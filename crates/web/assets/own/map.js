// Draws the map from this program's own layers; nothing is asked of anyone else. Where it cannot, the lists below stay.
"use strict";

(() => {
  const ground = document.querySelector("[data-map]");
  const card = document.querySelector("[data-map-card]");
  if (!ground || !window.maplibregl) return;
  const told = document.querySelector("[data-map-told]");
  const boxes = [...document.querySelectorAll("input[name=layer]")];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  maplibregl.setWorkerUrl(ground.dataset.worker);
  card.hidden = false;
  let map;
  try {
    map = new maplibregl.Map({
      container: ground,
      style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": colour("--yb-wash") } }] },
      center: [121.3, 29.24],
      zoom: 11,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      locale: { "Map.Title": ground.dataset.title, "NavigationControl.ZoomIn": ground.dataset.zoomIn, "NavigationControl.ZoomOut": ground.dataset.zoomOut },
    });
  } catch {
    // No graphics: the lists say it all.
    card.hidden = true;
    return;
  }
  document.querySelector("[data-map-off]").hidden = true;
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-left");
  map.touchZoomRotate.disableRotation();

  const bounds = new maplibregl.LngLatBounds();
  const reach = (coordinates) => {
    if (typeof coordinates[0] === "number") bounds.extend(coordinates);
    else coordinates.forEach(reach);
  };
  const read = async (path) => {
    const answer = await fetch(path, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(path);
    return answer.json();
  };

  // A layer is outlines, lines and points of one source, in the colour of its box in the legend.
  const parts = (name, ink) => [
    { id: `${name}-area`, type: "fill", source: name, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ink, "fill-opacity": 0.25 } },
    { id: `${name}-edge`, type: "line", source: name, filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": ink, "line-width": 2 } },
    {
      id: `${name}-point`,
      type: "circle",
      source: name,
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-color": ink,
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, 3.5, 15, 8],
        "circle-opacity": 0.85,
        "circle-stroke-width": ["case", ["get", "overdue"], 2.5, 1],
        "circle-stroke-color": ["case", ["get", "overdue"], colour("--yb-seal"), colour("--yb-paper")],
      },
    },
  ];
  const drawn = new Map();
  const draw = async (box) => {
    const query = new URLSearchParams(location.search);
    query.delete("layer");
    const data = await read(`/map/layers/${box.value}?${query}`);
    data.features.forEach((feature) => reach(feature.geometry.coordinates));
    if (data.more) told.textContent = told.dataset.tooMany;
    const ink = getComputedStyle(box.parentElement.querySelector(".swatch")).backgroundColor;
    map.addSource(box.value, { type: "geojson", data });
    const layers = parts(box.value, ink);
    layers.forEach((layer) => map.addLayer(layer));
    drawn.set(box.value, layers.map((layer) => layer.id));
  };
  const show = async (box) => {
    if (box.checked && !drawn.has(box.value)) {
      drawn.set(box.value, []);
      try {
        await draw(box);
      } catch {
        drawn.delete(box.value);
        told.textContent = told.dataset.unreadable;
      }
    }
    for (const id of drawn.get(box.value) ?? []) map.setLayoutProperty(id, "visibility", box.checked ? "visible" : "none");
  };

  const name = (feature) => {
    const { name, number, place, state, path } = feature.properties;
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = path;
    link.textContent = name;
    const meta = document.createElement("span");
    meta.className = "meta";
    meta.textContent = [state, place, number].filter(Boolean).join(" · ");
    line.append(link, meta);
    return line;
  };
  const at = (point) => {
    const ids = [...drawn.values()].flat().filter((id) => map.getLayer(id));
    const near = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]];
    const found = new Map(map.queryRenderedFeatures(near, { layers: ids }).map((feature) => [feature.properties.path, feature]));
    return [...found.values()].slice(0, 12);
  };
  map.on("click", ({ point, lngLat }) => {
    const found = at(point);
    if (found.length === 0) return;
    const content = document.createElement("div");
    content.append(...found.map(name));
    new maplibregl.Popup({ maxWidth: "20rem" }).setLngLat(lngLat).setDOMContent(content).addTo(map);
  });
  map.on("mousemove", ({ point }) => {
    map.getCanvas().style.cursor = at(point).length > 0 ? "pointer" : "";
  });

  map.on("load", async () => {
    const villages = await read("/map/villages").catch(() => ({ features: [] }));
    for (const { geometry, properties } of villages.features) {
      const element = document.createElement("span");
      element.className = "village";
      element.textContent = properties.name;
      new maplibregl.Marker({ element }).setLngLat(geometry.coordinates).addTo(map);
      // The names stand in the lists too; a screen reader need not hear them one by one.
      element.removeAttribute("aria-label");
      element.setAttribute("aria-hidden", "true");
      reach(geometry.coordinates);
    }
    await Promise.all(boxes.map(show));
    if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: Math.min(48, ground.clientWidth / 12), maxZoom: 15, animate: false });
    boxes.forEach((box) => box.addEventListener("change", () => show(box)));
    // For who extends the page, and for the journeys.
    ground.drawing = map;
    ground.dataset.ready = "";
  });
})();
