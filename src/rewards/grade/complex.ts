/** A complex number; a real one has `im` 0. Not-a-number parts mean "not defined here". */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const real = (re: number): Complex => ({ re, im: 0 });
export const UNDEFINED: Complex = real(NaN);
export const isReal = ({ re, im }: Complex): boolean => Math.abs(im) <= 1e-12 * Math.max(1, Math.abs(re));
export const isDefined = ({ re, im }: Complex): boolean => !Number.isNaN(re) && !Number.isNaN(im);

// Real operands take the short way: it is exact where it can be, and infinity stays infinity.
export const add = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
export const subtract = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });

export const multiply = (a: Complex, b: Complex): Complex =>
  a.im === 0 && b.im === 0
    ? real(a.re * b.re)
    : { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };

export function divide(a: Complex, b: Complex): Complex {
  if (b.re === 0 && b.im === 0) return UNDEFINED;
  if (a.im === 0 && b.im === 0) return real(a.re / b.re);
  const size = b.re * b.re + b.im * b.im;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

export const magnitude = ({ re, im }: Complex): number => (im === 0 ? Math.abs(re) : Math.hypot(re, im));

export function exponential({ re, im }: Complex): Complex {
  const size = Math.exp(re);
  return im === 0 ? real(size) : { re: size * Math.cos(im), im: size * Math.sin(im) };
}

/** The principal logarithm. */
export const logarithm = (z: Complex): Complex => ({
  re: Math.log(magnitude(z)),
  im: z.im === 0 && z.re >= 0 ? 0 : Math.atan2(z.im, z.re),
});

/** The principal power; a small integer exponent by multiplication, so that `(1+i)^2` is exactly `2i`. */
export function power(base: Complex, exponent: Complex): Complex {
  if (base.im === 0 && exponent.im === 0) {
    const value = base.re ** exponent.re;
    // A power that vanishes or explodes only for want of digits is no value.
    if (value === 0 && base.re !== 0 && Number.isFinite(base.re) && Number.isFinite(exponent.re))
      return UNDEFINED;
    if (!Number.isNaN(value)) return real(value);
  }
  const n = exponent.re;
  if (exponent.im === 0 && Number.isInteger(n) && Math.abs(n) <= 64) {
    let value = real(1);
    for (let i = 0; i < Math.abs(n); i += 1) value = multiply(value, base);
    return n < 0 ? divide(real(1), value) : value;
  }
  return exponential(multiply(exponent, logarithm(base)));
}

/** The principal square root. */
export function squareRoot(z: Complex): Complex {
  if (z.im === 0) return z.re < 0 ? { re: 0, im: Math.sqrt(-z.re) } : real(Math.sqrt(z.re));
  const size = magnitude(z);
  return { re: Math.sqrt((size + z.re) / 2), im: Math.sign(z.im) * Math.sqrt((size - z.re) / 2) };
}
