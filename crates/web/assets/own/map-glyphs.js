// Letters for the map's labels, drawn here with the fonts of the machine: a map otherwise fetches pictures of its letters from
// a server. Chinese characters it draws by itself; all others it asks for in ranges of 256, and gets them from here.
"use strict";

(() => {
  const SIZE = 24;
  const BORDER = 3;
  // How far around a letter its distance is told, and which share of that lies inside of its edge.
  const RADIUS = 8;
  const INSIDE = 0.25;
  const FAR = 1e6;
  // Tops are told from a line this far above the one that letters stand on.
  const ABOVE = 27;
  const WRITTEN = /[\p{L}\p{N}\p{P}\p{S}\p{Zs}]/u;

  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 3 * SIZE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  // Squares of distances to the nearest place that counts, along one direction; along both in turn they hold for the plane.
  const along = (grid, width, height, stride) => {
    const length = stride === 1 ? width : height;
    return grid.map((_, at) => {
      const place = stride === 1 ? at % width : Math.floor(at / width);
      const last = Math.min(RADIUS, length - 1 - place);
      let least = FAR;
      for (let step = Math.max(-RADIUS, -place); step <= last; step += 1) {
        const square = grid[at + step * stride] + step * step;
        if (square < least) least = square;
      }
      return least;
    });
  };
  const distances = (grid, width, height) => along(along(grid, width, height, 1), width, height, width);

  // A letter as the distance of each of its pixels from its edge.
  const draw = (letter) => {
    const measured = pen.measureText(letter);
    const left = Math.floor(-measured.actualBoundingBoxLeft);
    const top = Math.ceil(measured.actualBoundingBoxAscent);
    const width = Math.max(0, Math.ceil(measured.actualBoundingBoxRight) - left);
    const height = Math.max(0, top + Math.ceil(measured.actualBoundingBoxDescent));
    const glyph = { left, top: top - ABOVE, width, height, advance: Math.round(measured.width), bitmap: [] };
    if (width === 0 || height === 0) return glyph;
    const [wide, high] = [width + 2 * BORDER, height + 2 * BORDER];
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.fillText(letter, BORDER - left, BORDER + top);
    const ink = pen.getImageData(0, 0, wide, high).data.filter((_, at) => at % 4 === 3);
    const outside = Float32Array.from(ink, (alpha) => (alpha === 0 ? FAR : Math.max(0, 0.5 - alpha / 255) ** 2));
    const inside = Float32Array.from(ink, (alpha) => (alpha === 255 ? FAR : Math.max(0, alpha / 255 - 0.5) ** 2));
    const within = distances(inside, wide, high);
    glyph.bitmap = Array.from(distances(outside, wide, high), (out, at) => {
      const distance = Math.sqrt(out) - Math.sqrt(within[at]);
      return Math.max(0, Math.min(255, Math.round(255 * (1 - INSIDE - distance / RADIUS))));
    });
    return glyph;
  };

  // As the map reads them: protocol buffers, of which these few forms are needed.
  const number = (value) => {
    const bytes = [];
    for (let rest = value >>> 0; ; rest >>>= 7) {
      if (rest < 128) return [...bytes, rest];
      bytes.push((rest & 127) | 128);
    }
  };
  const plain = (field, value) => [field << 3, ...number(value)];
  const signed = (field, value) => plain(field, (value << 1) ^ (value >> 31));
  const block = (field, bytes) => [(field << 3) | 2, ...number(bytes.length), ...bytes];

  maplibregl.addProtocol("glyphs", async ({ url }) => {
    const begin = Number(/(\d+)-\d+$/.exec(url)?.[1] ?? 0);
    pen.font = `${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
    const stack = [];
    for (let code = begin; code < begin + 256; code += 1) {
      const letter = String.fromCodePoint(code);
      if (!WRITTEN.test(letter)) continue;
      const { left, top, width, height, advance, bitmap } = draw(letter);
      // What leaves no ink, such as a space, has no picture at all.
      const picture = bitmap.length > 0 ? block(2, bitmap) : [];
      const told = [plain(1, code), picture, plain(3, width), plain(4, height), signed(5, left), signed(6, top), plain(7, advance)];
      for (const byte of block(3, told.flat())) stack.push(byte);
    }
    return { data: Uint8Array.from(block(1, stack)).buffer };
  });

  // What a style names its letters by, and the one font it needs to name.
  window.mapGlyphs = { url: "glyphs://{fontstack}/{range}", font: ["machine"] };
})();
