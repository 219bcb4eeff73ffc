// The town's own base map: tiles read from one file by ranges, pictures as they are, vector tiles of the Protomaps basemap in
// quiet colours of ours, so that what the town wrote down stands out. Loaded only where the town has such a file.
"use strict";

(() => {
  const VECTOR = pmtiles.TileType?.Mvt ?? 1;
  // A tile that is not in the file is one without anything on it.
  const CLEAR = Uint8Array.from(
    atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII="),
    (letter) => letter.charCodeAt(0),
  );

  // Version 3 of the basemap and before said `pmap:kind`.
  const kind = ["coalesce", ["get", "kind"], ["get", "pmap:kind"], ""];
  const among = (...kinds) => ["in", kind, ["literal", kinds]];
  const shape = (name) => ["==", ["geometry-type"], name];
  const all = (...conditions) => ["all", ...conditions];
  const wide = (...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];

  const green = among(
    "forest", "wood", "park", "national_park", "nature_reserve", "protected_area", "grass", "grassland", "meadow", "scrub",
    "orchard", "garden", "golf_course", "cemetery", "village_green", "allotments", "recreation_ground",
  );
  const built = among(
    "residential", "industrial", "commercial", "retail", "school", "university", "college", "kindergarten", "hospital", "railway",
    "aerodrome", "urban_area",
  );
  const LAYERS = ["earth", "landuse", "water", "physical_line", "roads", "buildings", "boundaries", "places"];

  const drawn = (colour, lang, known) => {
    const zh = lang.startsWith("zh");
    const name = zh
      ? ["coalesce", ["get", "name:zh-Hans"], ["get", "name:zh"], ["get", "name"], ""]
      : ["coalesce", ["get", "name:en"], ["get", "name"], ""];
    const fill = (id, layer, filter, paint, rest) => ({
      id: `base-${id}`, type: "fill", source: "base", "source-layer": layer, filter: all(shape("Polygon"), filter), paint, ...rest,
    });
    const line = (id, layer, filter, paint, rest) => ({
      id: `base-${id}`, type: "line", source: "base", "source-layer": layer, filter: all(shape("LineString"), filter), paint,
      layout: { "line-join": "round", "line-cap": paint["line-dasharray"] ? "butt" : "round" }, ...rest,
    });
    const text = (id, layer, filter, layout, rest) => ({
      id: `base-${id}`, type: "symbol", source: "base", "source-layer": layer, filter,
      layout: { "text-field": name, "text-font": window.mapGlyphs.font, "text-max-width": 8, ...layout },
      paint: { "text-color": colour("--map-name"), "text-halo-color": colour("--map-earth"), "text-halo-width": 1.25 }, ...rest,
    });
    const [water, road] = [colour("--map-water"), colour("--map-road")];
    return [
      fill("earth", "earth", true, { "fill-color": colour("--map-earth") }),
      fill("field", "landuse", among("farmland", "farmyard"), { "fill-color": colour("--map-field") }),
      fill("green", "landuse", green, { "fill-color": colour("--map-green") }),
      fill("built", "landuse", built, { "fill-color": colour("--map-built") }),
      fill("water", "water", true, { "fill-color": water }),
      line("stream", "water", true, { "line-color": water, "line-width": wide(9, 0.5, 16, 4) }),
      line("stream-before", "physical_line", true, { "line-color": water, "line-width": wide(9, 0.5, 16, 4) }),
      fill("building", "buildings", true, { "fill-color": colour("--map-building") }, { minzoom: 13 }),
      line("path", "roads", among("path", "other"), { "line-color": road, "line-width": 1, "line-dasharray": [3, 2] }, { minzoom: 14 }),
      line("rail", "roads", among("rail"), { "line-color": colour("--map-line"), "line-width": 1.25, "line-dasharray": [6, 3] }),
      line("minor", "roads", among("minor_road"), { "line-color": road, "line-width": wide(12, 0.5, 16, 5) }, { minzoom: 11 }),
      line("major", "roads", among("major_road", "medium_road"), { "line-color": road, "line-width": wide(8, 0.75, 16, 9) }),
      line("highway", "roads", among("highway"), { "line-color": colour("--map-highway"), "line-width": wide(6, 0.75, 16, 11) }),
      // A town looks at its own edges. What stands between countries is not for a file of others to say here.
      line("boundary", "boundaries", ["!", among("country")], {
        "line-color": colour("--map-line"), "line-width": 1, "line-dasharray": [4, 3],
      }),
      text("road-name", "roads", among("highway", "major_road", "medium_road", "minor_road"), { "symbol-placement": "line", "text-size": 11 }, { minzoom: 12 }),
      text("water-name", "water", all(shape("Point"), ["!=", name, ""]), { "text-size": 11 }, { minzoom: 11 }),
      // Villages that the town placed itself are named once.
      text(
        "place",
        "places",
        all(among("county", "locality", "macrohood", "neighbourhood"), ["!", ["in", name, ["literal", known]]]),
        { "text-size": ["match", ["coalesce", ["get", "kind_detail"], ["get", "pmap:kind_detail"], ""], "city", 15, "town", 13.5, 11.5] },
      ),
    ];
  };

  // What a file says of where it is from, without anything but words and links: it may say it in any HTML.
  const credit = (told) => {
    const said = new DOMParser().parseFromString(told, "text/html").body;
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return [node.textContent];
      if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) return [];
      const inside = [...node.childNodes].flatMap(walk);
      if (node.tagName !== "A" || !/^https?:\/\//.test(node.getAttribute("href") ?? "")) return inside;
      const link = document.createElement("a");
      link.href = node.getAttribute("href");
      link.rel = "noopener noreferrer";
      link.append(...inside);
      return [link];
    };
    const line = document.createElement("p");
    line.className = "maplibregl-ctrl map-credit";
    line.append(...walk(said));
    return line.textContent.trim() === "" ? undefined : line;
  };

  // Reads the file's head: its source and layers for the map, its bounds, its credit, and whether its layers are known here.
  window.mapBase = async (path, { colour, lang, known, dark }) => {
    const archive = new pmtiles.PMTiles(path);
    const head = await archive.getHeader();
    const metadata = await archive.getMetadata().catch(() => ({}));
    const vector = head.tileType === VECTOR;
    maplibregl.addProtocol("base", async ({ url }, { signal }) => {
      const [z, x, y] = url.split("/").slice(-3).map(Number);
      const tile = await archive.getZxy(z, x, y, signal);
      if (tile) return { data: tile.data };
      return { data: vector ? new ArrayBuffer(0) : CLEAR.slice().buffer };
    });
    const box = [head.minLon, head.minLat, head.maxLon, head.maxLat];
    const bounds = head.minLon < head.maxLon && head.minLat < head.maxLat ? box : undefined;
    const tiles = { tiles: ["base://{z}/{x}/{y}"], minzoom: head.minZoom, maxzoom: head.maxZoom, ...(bounds && { bounds }) };
    const names = (metadata.vector_layers ?? []).map(({ id }) => id);
    // Pictures are seldom made for the night.
    const dim = dark ? { "raster-brightness-max": 0.7, "raster-saturation": -0.2 } : {};
    return {
      source: vector ? { type: "vector", ...tiles } : { type: "raster", tileSize: 256, ...tiles },
      layers: vector ? drawn(colour, lang, known) : [{ id: "base-picture", type: "raster", source: "base", paint: dim }],
      foreign: vector && names.length > 0 && !names.some((name) => LAYERS.includes(name)),
      credit: credit(String(metadata.attribution ?? "")),
      bounds,
    };
  };
})();
