"""Outlines with fewer pieces: neighbouring ones become one wherever that moves the line by less than anyone sees."""

from fontTools.misc.bezierTools import cubicPointAtT
from fontTools.pens.basePen import BasePen

# How far a line may move, in thousandths of an em: a hundredth of a millimetre in a body of 16 points.
SLACK = 2.0
# The most pieces that are tried as one.
REACH = 12


class Contours(BasePen):
    """Collects each contour as lists of points: two for a line, four for a curve."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.contours = []

    def _moveTo(self, at):
        self.start = at
        self.contours.append([])

    def _lineTo(self, to):
        if to != self._getCurrentPoint():
            self.contours[-1].append((self._getCurrentPoint(), to))

    def _curveToOne(self, a, b, to):
        self.contours[-1].append((self._getCurrentPoint(), a, b, to))

    def _closePath(self):
        if self._getCurrentPoint() != self.start:
            self.contours[-1].append((self._getCurrentPoint(), self.start))


def draw(glyph, glyphs, pen):
    """Draws a glyph with as few pieces as will do."""
    collected = Contours(glyphs)
    glyph.draw(collected)
    for contour in filter(None, collected.contours):
        pieces = leaner(contour)
        pen.moveTo(pieces[0][0])
        for n, piece in enumerate(pieces):
            if len(piece) == 4:
                pen.curveTo(*piece[1:])
            elif n + 1 < len(pieces):
                pen.lineTo(piece[1])
        pen.closePath()


def leaner(contour):
    """The contour with pieces joined, each as far as it goes."""
    pieces, at = [], 0
    while at < len(contour):
        best, taken = contour[at], 1
        for many in range(2, min(REACH, len(contour) - at) + 1):
            joined = one(contour[at : at + many])
            if joined is None:
                break
            best, taken = joined, many
        pieces.append(best)
        at += taken
    return pieces


def one(pieces):
    """One piece in place of several, or none if it would lie elsewhere."""
    start, end = pieces[0][0], pieces[-1][-1]
    if start == end:
        return None
    points = []
    for piece in pieces:
        if len(piece) == 4:
            points += [cubicPointAtT(*piece, t) for t in (0.25, 0.5, 0.75)]
        else:
            (x, y), (u, v) = piece
            points.append(((x + u) / 2, (y + v) / 2))
        points.append(piece[-1])
    points.pop()
    if straight(start, end, points):
        return (start, end)
    return curve(start, end, direction(pieces[0]), direction(pieces[-1][::-1]), points)


def straight(start, end, points):
    """Whether the points lie between two others in their order."""
    (x, y), (u, v) = start, end
    dx, dy = u - x, v - y
    length = (dx * dx + dy * dy) ** 0.5
    before = -SLACK
    for px, py in points:
        along = ((px - x) * dx + (py - y) * dy) / length
        if abs((px - x) * dy - (py - y) * dx) / length > SLACK / 2 or along < before:
            return False
        before = along
    return before <= length


def direction(piece):
    """The way a piece sets out."""
    x, y = piece[0]
    for u, v in piece[1:]:
        length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        if length > 0:
            return ((u - x) / length, (v - y) / length)
    return (0.0, 0.0)


def curve(start, end, out, back, points):
    """The curve between two points and directions that is nearest to the others, if it is near enough."""
    places = by_length(start, end, points)
    for last in (False, True):
        reach = handles(start, end, out, back, points, places)
        if reach is None:
            return None
        fitted = (
            start,
            (start[0] + out[0] * reach[0], start[1] + out[1] * reach[0]),
            (end[0] + back[0] * reach[1], end[1] + back[1] * reach[1]),
            end,
        )
        nearer = [near(fitted, point, t) for point, t in zip(points, places)]
        worst = max(distance for distance, _ in nearer)
        if worst <= SLACK:
            return fitted
        if last or worst > 6 * SLACK:
            return None
        places = [t for _, t in nearer]


def by_length(start, end, points):
    """How far along each point lies, from 0 to 1."""
    lengths, total, before = [], 0.0, start
    for point in [*points, end]:
        total += ((point[0] - before[0]) ** 2 + (point[1] - before[1]) ** 2) ** 0.5
        lengths.append(total)
        before = point
    return [length / total for length in lengths[:-1]]


def handles(start, end, out, back, points, places):
    """The lengths of both handles by least squares."""
    aa = ab = bb = pa = pb = 0.0
    for (x, y), t in zip(points, places):
        s = 1 - t
        p, q = 3 * s * s * t, 3 * s * t * t
        head, tail = s * s * s + p, q + t * t * t
        ax, ay, bx, by = out[0] * p, out[1] * p, back[0] * q, back[1] * q
        rx, ry = x - start[0] * head - end[0] * tail, y - start[1] * head - end[1] * tail
        aa += ax * ax + ay * ay
        ab += ax * bx + ay * by
        bb += bx * bx + by * by
        pa += ax * rx + ay * ry
        pb += bx * rx + by * ry
    whole = aa * bb - ab * ab
    if abs(whole) < 1e-9:
        return None
    first, second = (pa * bb - pb * ab) / whole, (pb * aa - pa * ab) / whole
    far = 1.5 * ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    return (first, second) if 1 < first < far and 1 < second < far else None


def near(bezier, point, t):
    """The distance of a point from a curve, and where on it that is, by a step of Newton's from a guess."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = bezier
    for step in (True, False):
        s = 1 - t
        p, q, r, w = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        ex, ey = p * ax + q * bx + r * cx + w * dx - point[0], p * ay + q * by + r * cy + w * dy - point[1]
        if step:
            p, q, r = 3 * s * s, 6 * s * t, 3 * t * t
            vx = p * (bx - ax) + q * (cx - bx) + r * (dx - cx)
            vy = p * (by - ay) + q * (cy - by) + r * (dy - cy)
            speed = vx * vx + vy * vy
            if speed > 0:
                t = min(1.0, max(0.0, t - (ex * vx + ey * vy) / speed))
    return ((ex * ex + ey * ey) ** 0.5, t)
