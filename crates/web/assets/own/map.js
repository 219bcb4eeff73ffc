// Draws the map from this program's own layers; nothing is asked of anyone else. Where it cannot, the lists below stay.
"use strict";

(() => {
  const ground = document.querySelector("[data-map]");
  const card = document.querySelector("[data-map-card]");
  if (!ground || !window.maplibregl) return;
  const told = document.querySelector("[data-map-told]");
  const boxes = [...document.querySelectorAll("input[name=layer]")];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  card.hidden = false;
  const fit = { padding: 40, maxZoom: 15 };
  // Until it is known where the records lie: where the villages do, or China.
  const opening = ground.dataset.box?.split(",").map(Number) ?? [73, 18, 135, 54];

  maplibregl.setWorkerUrl(ground.dataset.worker);
  let map;
  try {
    map = new maplibregl.Map({
      container: ground,
      style: {
        version: 8,
        sources: {},
        glyphs: window.mapGlyphs.url,
        layers: [
          { id: "ground", type: "background", paint: { "background-color": colour("--yb-wash") } },
          // Nothing by themselves: what comes when it comes is laid below the one or the other.
          { id: "above-base", type: "background", layout: { visibility: "none" } },
          { id: "above-shapes", type: "background", layout: { visibility: "none" } },
        ],
      },
      bounds: opening,
      fitBoundsOptions: fit,
      localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
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

  // A layer is outlines and lines of a source of its own, in the colour of its box in the legend. Points of all layers are of one
  // source, in which those that lie close are drawn as one with their number, so that none hides another.
  const ink = (box) => getComputedStyle(box.parentElement.querySelector(".swatch")).backgroundColor;
  const [paper, seal] = [colour("--yb-paper"), colour("--yb-seal")];
  const collection = (features) => ({ type: "FeatureCollection", features });
  const shapes = (name, ink) => [
    { id: `${name}-area`, type: "fill", source: name, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ink, "fill-opacity": 0.25 } },
    { id: `${name}-edge`, type: "line", source: name, paint: { "line-color": ink, "line-width": 2 } },
  ];
  const text = (layout) => ({ "text-font": window.mapGlyphs.font, ...layout });
  const markers = () => {
    const own = boxes.flatMap((box) => [box.value, ink(box)]);
    // Many of one layer are in its colour still.
    const one = boxes.flatMap((box) => [["==", ["get", `of_${box.value}`], ["get", "point_count"]], ink(box)]);
    const overdue = {
      "circle-stroke-width": ["case", ["get", "overdue"], 2.5, 1],
      "circle-stroke-color": ["case", ["get", "overdue"], seal, paper],
    };
    return [
      {
        id: "point",
        type: "circle",
        source: "points",
        filter: ["!", ["has", "point_count"]],
        paint: {
          "circle-color": ["match", ["get", "layer"], ...own, colour("--yb-soft")],
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, 3.5, 15, 8],
          "circle-opacity": 0.85,
          ...overdue,
        },
      },
      {
        id: "cluster",
        type: "circle",
        source: "points",
        filter: ["has", "point_count"],
        paint: {
          "circle-color": ["case", ...one, colour("--yb-soft")],
          "circle-radius": ["step", ["get", "point_count"], 10, 10, 12, 100, 15, 1000, 19],
          ...overdue,
        },
      },
      {
        id: "count",
        type: "symbol",
        source: "points",
        filter: ["has", "point_count"],
        layout: text({ "text-field": ["to-string", ["get", "point_count"]], "text-size": 12, "text-overlap": "always", "text-padding": 8 }),
        paint: { "text-color": paper },
      },
    ];
  };
  const lie = (villages) => {
    map.addSource("villages", { type: "geojson", data: villages });
    // Names give way to numbers and, as far as they can, to one another; from afar those without room are left out.
    const [soon, late] = [Math.min(11.5, 8 + ground.clientWidth / 100), 14];
    map.addLayer({
      id: "village",
      type: "symbol",
      source: "villages",
      layout: text({
        "text-field": ["get", "name"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 10, soon, 14, late],
        "text-variable-anchor": ["center", "bottom", "top", "left", "right"],
        "text-radial-offset": 1.75,
        "text-overlap": ["step", ["zoom"], "never", 11.5, "always"],
      }),
      paint: { "text-color": colour("--yb-ink"), "text-halo-color": paper, "text-halo-width": 1.5 },
    });
  };

  // What was read of each layer, and which layers of the map draw its outlines and lines.
  const points = new Map();
  const drawn = new Map();
  const isPoint = ({ geometry }) => geometry.type === "Point";
  const draw = async (box) => {
    const query = new URLSearchParams(location.search);
    query.delete("layer");
    const { features, more } = await read(`/map/layers/${box.value}?${query}`);
    for (const feature of features) {
      feature.properties.layer = box.value;
      reach(feature.geometry.coordinates);
    }
    if (more) told.textContent = told.dataset.tooMany;
    points.set(box.value, features.filter(isPoint));
    // A register may be called whatever it likes.
    const own = `layer-${box.value}`;
    map.addSource(own, { type: "geojson", data: collection(features.filter((each) => !isPoint(each))) });
    const layers = shapes(own, ink(box));
    layers.forEach((layer) => map.addLayer(layer, "above-shapes"));
    drawn.set(box.value, layers.map((layer) => layer.id));
  };
  const chosen = () => collection(boxes.filter((each) => each.checked).flatMap((each) => points.get(each.value) ?? []));
  // Once all layers are read, so that no circle is drawn of a part of the points.
  const mark = () => {
    map.addSource("points", {
      type: "geojson",
      data: chosen(),
      cluster: true,
      clusterRadius: 40,
      clusterMaxZoom: 15,
      clusterProperties: {
        overdue: ["any", ["get", "overdue"]],
        ...Object.fromEntries(boxes.map(({ value }) => [`of_${value}`, ["+", ["case", ["==", ["get", "layer"], value], 1, 0]]])),
      },
    });
    markers().forEach((layer) => map.addLayer(layer));
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
    map.getSource("points")?.setData(chosen());
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
    if (!map.getLayer("point")) return [];
    const ids = ["point", "cluster", ...[...drawn.values()].flat()];
    const near = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]];
    return map.queryRenderedFeatures(near, { layers: ids });
  };
  const isCluster = ({ properties }) => properties.cluster;
  map.on("click", async ({ point, lngLat }) => {
    const features = at(point);
    const cluster = features.find(isCluster);
    if (cluster) {
      // As near as it takes for the points to come apart. Right after a layer was ticked the circle may be one of before, which
      // is counted no more.
      const apart = map.getSource(cluster.source).getClusterExpansionZoom(cluster.properties.cluster_id);
      const zoom = await apart.catch(() => 0);
      map.easeTo({ center: cluster.geometry.coordinates, zoom: Math.max(zoom, map.getZoom() + 1) });
      return;
    }
    const found = new Map(features.map((feature) => [feature.properties.path, feature]));
    if (found.size === 0) return;
    const content = document.createElement("div");
    content.append(...[...found.values()].slice(0, 12).map(name));
    new maplibregl.Popup({ maxWidth: "20rem" }).setLngLat(lngLat).setDOMContent(content).addTo(map);
  });
  map.on("mousemove", ({ point }) => {
    map.getCanvas().style.cursor = at(point).length > 0 ? "pointer" : "";
  });

  // The town's own base map, if it has one; the rest of the map does not wait for it.
  const lay = async (known) => {
    if (!ground.dataset.base) return;
    const page = document.documentElement;
    const base = await window.mapBase(ground.dataset.base, { colour, lang: page.lang, known, dark: page.dataset.bsTheme === "dark" });
    if (base.foreign) told.textContent = told.dataset.baseForeign;
    map.addSource("base", base.source);
    base.layers.forEach((layer) => map.addLayer(layer, "above-base"));
    if (base.credit) map.addControl({ onAdd: () => base.credit, onRemove: () => base.credit.remove() }, "bottom-right");
    return base.bounds;
  };
  map.on("error", ({ error, sourceId }) => {
    if (sourceId === "base") told.textContent = told.dataset.baseUnreadable;
    else console.error(error);
  });

  map.on("load", async () => {
    const villages = await read("/map/villages").catch(() => collection([]));
    const place = new URLSearchParams(location.search).get("place") || "";
    const isAsked = ({ code }) => code.startsWith(place) || place.startsWith(code);
    // Of a village that was asked for, the others only stand around it.
    villages.features.filter(({ properties }) => isAsked(properties)).forEach(({ geometry }) => reach(geometry.coordinates));
    lie(villages);
    const names = villages.features.map(({ properties }) => properties.name);
    const laid = lay(names).catch(() => {
      told.textContent = told.dataset.baseUnreadable;
    });
    await Promise.all(boxes.map(show));
    mark();
    const box = bounds.isEmpty() ? await laid : bounds;
    if (box) map.fitBounds(box, { ...fit, animate: false });
    boxes.forEach((box) => box.addEventListener("change", () => show(box)));
    await laid;
    // For who extends the page, and for the journeys.
    ground.drawing = map;
    ground.dataset.ready = "";
  });
})();
