import { SHAPES } from './shading.ts';

/** Longest side, in film pixels, of the area averaged into one device pixel. */
export const MAX_FOOTPRINT_PX = 48;

/** Entries of a VOI LUT lie in rows of this length: its texture stays within every driver's limits. */
export const LUT_ROW = 256;

/** Grey of the loupe's rim, as a share of white. */
export const LOUPE_RIM = 0.5;

/** One triangle that covers the viewport. */
export const VERTEX_SHADER = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/** Stand in a sample for what shows no film and for the loupe's rim: far from every film's values, and finite. */
const OUTSIDE = '-3.0e38';
const RIM = '3.0e38';

const HEADER = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
`;

/**
 * Samples integer texels itself, so that 16 bits keep their precision on every driver: Catmull-Rom where the
 * film is magnified (it passes through the pixels' own values), the exact area average where it is reduced. The window
 * comes after the sampling. Padding takes no part in either, and is black. film-sampler.ts says the same for the CPU.
 */
const SAMPLING = `
uniform usampler2D uFilm;
uniform ivec2 uFilmSize;
uniform vec2 uViewportSize;
uniform vec2 uCentre;
// From the viewport to the film: columns of a quarter turn or mirror.
uniform vec4 uTurning;
uniform float uScale;
uniform float uInverseScale;
// A film pixel's height in its width.
uniform float uAspect;
uniform float uInverseAspect;
// Middle and radius in device pixels; a radius of 0 is no loupe.
uniform vec3 uLoupe;
uniform float uLoupeScale;
uniform float uLoupeInverseScale;
uniform vec2 uPadding;

float texel(ivec2 at) {
  ivec2 inside = clamp(at, ivec2(0), uFilmSize - 1);
  return float(texelFetch(uFilm, inside, 0).r);
}

bool isPadding(float value) {
  return value >= uPadding.x && value <= uPadding.y;
}

vec4 catmullRom(float t) {
  return vec4(
    ((-0.5 * t + 1.0) * t - 0.5) * t,
    (1.5 * t - 2.5) * t * t + 1.0,
    ((-1.5 * t + 2.0) * t + 0.5) * t,
    (0.5 * t - 0.5) * t * t
  );
}

float magnified(vec2 at, float own) {
  vec2 base = floor(at - 0.5);
  vec2 t = at - 0.5 - base;
  vec4 wx = catmullRom(t.x);
  vec4 wy = catmullRom(t.y);
  ivec2 first = ivec2(base) - 1;
  float sum = 0.0;
  for (int j = 0; j < 4; j++) {
    float row = 0.0;
    for (int i = 0; i < 4; i++) {
      float value = texel(first + ivec2(i, j));
      row += wx[i] * (isPadding(value) ? own : value);
    }
    sum += wy[j] * row;
  }
  return sum;
}

float reduced(vec2 at, vec2 halfSide) {
  vec2 low = max(at - halfSide, vec2(0.0));
  vec2 high = min(at + halfSide, vec2(uFilmSize));
  ivec2 first = ivec2(floor(low));
  float sum = 0.0;
  float area = 0.0;
  for (int j = 0; j < ${MAX_FOOTPRINT_PX + 1}; j++) {
    float y = float(first.y + j);
    if (y >= high.y) break;
    float wy = min(y + 1.0, high.y) - max(y, low.y);
    for (int i = 0; i < ${MAX_FOOTPRINT_PX + 1}; i++) {
      float x = float(first.x + i);
      if (x >= high.x) break;
      float value = texel(first + ivec2(i, j));
      if (isPadding(value)) continue;
      float weight = wy * (min(x + 1.0, high.x) - max(x, low.x));
      sum += weight * value;
      area += weight;
    }
  }
  return sum / area;
}

float sampled() {
  vec2 pixel = vec2(gl_FragCoord.x, uViewportSize.y - gl_FragCoord.y);
  float scale = uScale;
  float inverseScale = uInverseScale;
  vec2 from = 0.5 * uViewportSize;
  vec2 travel = (pixel - from) * inverseScale;
  float toLoupe = distance(pixel, uLoupe.xy);
  if (toLoupe < uLoupe.z) {
    if (toLoupe > uLoupe.z - 2.0) return ${RIM};
    scale = uLoupeScale;
    inverseScale = uLoupeInverseScale;
    travel = (uLoupe.xy - from) * uInverseScale + (pixel - uLoupe.xy) * inverseScale;
  }
  vec2 turned = vec2(uTurning.x * travel.x + uTurning.y * travel.y, uTurning.z * travel.x + uTurning.w * travel.y);
  vec2 at = uCentre + turned;
  at.y *= uInverseAspect;
  if (any(lessThan(at, vec2(0.0))) || any(greaterThanEqual(at, vec2(uFilmSize)))) return ${OUTSIDE};
  float own = texel(ivec2(floor(at)));
  if (isPadding(own)) return ${OUTSIDE};
  bool enlarges = scale >= 1.0 && scale * uAspect >= 1.0;
  return enlarges
    ? magnified(at, own)
    : reduced(at, 0.5 * max(vec2(1.0), vec2(inverseScale, inverseScale * uInverseAspect)));
}
`;

/** From samples to greys: shading.ts says the same for the CPU. */
const SHADING = `
uniform usampler2D uLut;
uniform int uShape;
uniform float uOrigin;
uniform float uGain;
uniform bool uInverted;
uniform int uLutLast;
uniform float uLutWhite;

float shareOfWhite(float value) {
  float ramp = (value - uOrigin) * uGain + 0.5;
  if (uShape == ${SHAPES.step}) return ramp > 0.5 ? 1.0 : 0.0;
  if (uShape == ${SHAPES.sigmoid}) return 1.0 / (1.0 + exp(-4.0 * (ramp - 0.5)));
  if (uShape == ${SHAPES.table}) {
    int place = clamp(int(floor(ramp)), 0, uLutLast);
    uint entry = texelFetch(uLut, ivec2(place % ${LUT_ROW}, place / ${LUT_ROW}), 0).r;
    return min(1.0, float(entry) / uLutWhite);
  }
  return clamp(ramp, 0.0, 1.0);
}

vec4 grey(float share) {
  // Rounded here: drivers differ in how they turn a float into a byte.
  return vec4(vec3(floor(share * 255.0 + 0.5) / 255.0), 1.0);
}

vec4 shaded(float value) {
  if (value == ${OUTSIDE}) return vec4(0.0, 0.0, 0.0, 1.0);
  if (value == ${RIM}) return grey(${LOUPE_RIM.toFixed(2)});
  float share = shareOfWhite(value);
  return grey(uInverted ? 1.0 - share : share);
}
`;

/** First of two passes: the samples of a placement, kept while only the window changes. */
export const SAMPLING_SHADER = `${HEADER}${SAMPLING}
out vec4 kept;
void main() {
  kept = vec4(sampled(), 0.0, 0.0, 1.0);
}`;

/** Second of two passes: the window over the kept samples. */
export const SHADING_SHADER = `${HEADER}${SHADING}
uniform sampler2D uSamples;
out vec4 colour;
void main() {
  colour = shaded(texelFetch(uSamples, ivec2(gl_FragCoord.xy), 0).r);
}`;

/** Both at once, where a driver cannot draw into 32-bit floats. */
export const ONE_PASS_SHADER = `${HEADER}${SAMPLING}${SHADING}
out vec4 colour;
void main() {
  colour = shaded(sampled());
}`;
