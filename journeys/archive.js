// Small base maps for the journeys, made byte by byte: archives of PMTiles (version 3) with a tile or a few, pictures or vector
// tiles.
import { deflateSync, gzipSync } from "node:zlib";

const GZIP = 2;
export const MVT = 1;
export const PNG = 2;

const varint = (value) => {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
};
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

// The place of a tile in the file: along a Hilbert curve, zoom after zoom.
export const tileId = (z, x, y) => {
  let id = (4 ** z - 1) / 3;
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const [right, low] = [Math.floor(x / side) % 2, Math.floor(y / side) % 2];
    id += side * side * ((3 * right) ^ low);
    if (low === 0) {
      if (right === 1) [x, y] = [2 ** z - 1 - x, 2 ** z - 1 - y];
      [x, y] = [y, x];
    }
  }
  return id;
};

// An archive: tiles as `{ z, x, y, bytes }`, what it says of itself, and its bounds in degrees.
export function archive(sort, tiles, { bounds = [-180, -85, 180, 85], metadata = {} } = {}) {
  const placed = tiles.map(({ z, x, y, bytes }) => ({ id: tileId(z, x, y), z, bytes })).sort((one, other) => one.id - other.id);
  const contents = placed.map(({ bytes }) => (sort === MVT ? gzipSync(bytes) : bytes));
  const root = gzipSync(
    Buffer.concat([
      varint(placed.length),
      ...placed.map(({ id }, at) => varint(at === 0 ? id : id - placed[at - 1].id)),
      ...placed.map(() => varint(1)),
      ...contents.map((content) => varint(content.length)),
      // The first lies at the beginning, each other behind the one before.
      ...placed.map((_, at) => varint(at === 0 ? 1 : 0)),
    ]),
  );
  const told = gzipSync(JSON.stringify(metadata));
  const head = Buffer.alloc(127);
  head.write("PMTiles");
  head[7] = 3;
  const lengths = [root.length, told.length, 0, contents.reduce((sum, { length }) => sum + length, 0)];
  let offset = head.length;
  lengths.forEach((length, at) => {
    head.writeBigUInt64LE(BigInt(offset), 8 + 16 * at);
    head.writeBigUInt64LE(BigInt(length), 16 + 16 * at);
    offset += length;
  });
  for (const at of [72, 80, 88]) head.writeBigUInt64LE(BigInt(placed.length), at);
  const zooms = placed.map(({ z }) => z);
  head.set([1, GZIP, sort === MVT ? GZIP : 1, sort, Math.min(...zooms), Math.max(...zooms)], 96);
  bounds.forEach((degrees, at) => head.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * at));
  return Buffer.concat([head, root, told, ...contents]);
}

const crc32 = (bytes) => {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
};

// A picture of one colour.
export function png([red, green, blue], side = 256) {
  const part = (name, content) => {
    const named = Buffer.concat([Buffer.from(name), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2], 8);
  const row = Buffer.concat([Buffer.from([0]), ...Array(side).fill(Buffer.from([red, green, blue]))]);
  const rows = deflateSync(Buffer.concat(Array(side).fill(row)));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), part("IHDR", head), part("IDAT", rows), part("IEND", Buffer.alloc(0))]);
}

// A vector tile: layers by name, each of features `{ shape, points, properties }` in 4096ths of the tile.
export function mvt(layers) {
  const block = (field, content) => Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
  const plain = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
  const SHAPES = { Point: 1, LineString: 2, Polygon: 3 };
  const geometry = (shape, points) => {
    let [atX, atY] = [0, 0];
    const steps = points.map(([x, y]) => {
      const step = [varint(zigzag(x - atX)), varint(zigzag(y - atY))];
      [atX, atY] = [x, y];
      return Buffer.concat(step);
    });
    const rest = points.length > 1 ? [varint(2 | ((points.length - 1) << 3)), ...steps.slice(1)] : [];
    return Buffer.concat([varint(9), steps[0], ...rest, ...(shape === "Polygon" ? [varint(15)] : [])]);
  };
  const layer = ([name, features]) => {
    const [keys, values] = [[], []];
    const place = (list, item) => (list.includes(item) ? list.indexOf(item) : list.push(item) - 1);
    const encoded = features.map(({ shape, points, properties = {} }) => {
      const tags = Object.entries(properties).flatMap(([key, value]) => [varint(place(keys, key)), varint(place(values, value))]);
      return block(2, Buffer.concat([block(2, Buffer.concat(tags)), plain(3, SHAPES[shape]), block(4, geometry(shape, points))]));
    });
    const told = [...keys.map((key) => block(3, Buffer.from(key))), ...values.map((value) => block(4, block(1, Buffer.from(value))))];
    return block(3, Buffer.concat([plain(15, 2), block(1, Buffer.from(name)), ...encoded, ...told, plain(5, 4096)]));
  };
  return Buffer.concat(Object.entries(layers).map(layer));
}
