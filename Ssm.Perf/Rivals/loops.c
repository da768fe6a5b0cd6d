/* The loops a C programmer writes for scans, compiled with -O3 -march=native: the plain-C level of the bench.
   Complex numbers are planar. Arrays are time-major, (B, L, P) or (B, L, D). Each function does the batches
   b0 <= b < b1 and the channels c0 <= c < c1, so that a caller can share them out to threads. */
#ifndef T
#include <math.h>
#include <stddef.h>

#define T float
#define NAME(x) x##_f32
#define EXP expf
#define LOG1P log1pf
#include __FILE__
#undef T
#undef NAME
#undef EXP
#undef LOG1P

#define T double
#define NAME(x) x##_f64
#define EXP exp
#define LOG1P log1p
#include __FILE__

#else

/* h[t] = a h[t-1] + b[t], a being (P). */
void NAME(scan_lti)(const T *restrict ar, const T *restrict ai, const T *restrict br, const T *restrict bi,
    T *restrict hr, T *restrict hi, ptrdiff_t L, ptrdiff_t P,
    ptrdiff_t b0, ptrdiff_t b1, ptrdiff_t c0, ptrdiff_t c1)
{
    for (ptrdiff_t b = b0; b < b1; b++) {
        ptrdiff_t row = b * L * P;
        for (ptrdiff_t c = c0; c < c1; c++) {
            hr[row + c] = br[row + c];
            hi[row + c] = bi[row + c];
        }
        for (ptrdiff_t t = 1; t < L; t++) {
            const T *pr = hr + row, *pi = hi + row;
            row += P;
            T *nr = hr + row, *ni = hi + row;
            const T *xr = br + row, *xi = bi + row;
#pragma GCC ivdep
            for (ptrdiff_t c = c0; c < c1; c++) {
                nr[c] = ar[c] * pr[c] - ai[c] * pi[c] + xr[c];
                ni[c] = ar[c] * pi[c] + ai[c] * pr[c] + xi[c];
            }
        }
    }
}

/* h[t] = a[t] h[t-1] + b[t], a being (B, L, P). */
void NAME(scan_ltv)(const T *restrict ar, const T *restrict ai, const T *restrict br, const T *restrict bi,
    T *restrict hr, T *restrict hi, ptrdiff_t L, ptrdiff_t P,
    ptrdiff_t b0, ptrdiff_t b1, ptrdiff_t c0, ptrdiff_t c1)
{
    for (ptrdiff_t b = b0; b < b1; b++) {
        ptrdiff_t row = b * L * P;
        for (ptrdiff_t c = c0; c < c1; c++) {
            hr[row + c] = br[row + c];
            hi[row + c] = bi[row + c];
        }
        for (ptrdiff_t t = 1; t < L; t++) {
            const T *pr = hr + row, *pi = hi + row;
            row += P;
            T *nr = hr + row, *ni = hi + row;
            const T *xr = br + row, *xi = bi + row, *fr = ar + row, *fi = ai + row;
#pragma GCC ivdep
            for (ptrdiff_t c = c0; c < c1; c++) {
                nr[c] = fr[c] * pr[c] - fi[c] * pi[c] + xr[c];
                ni[c] = fr[c] * pi[c] + fi[c] * pr[c] + xi[c];
            }
        }
    }
}

/* Adjoint of scan_lti: g[t] = dh[t] + conj(a) g[t+1] is the gradient of b; da[b] = sum over t of conj(h[t-1]) g[t],
   a row (P) for each batch. */
void NAME(scan_lti_adjoint)(const T *restrict ar, const T *restrict ai, const T *restrict hr, const T *restrict hi,
    const T *restrict dr, const T *restrict di, T *restrict gr, T *restrict gi, T *restrict sr, T *restrict si,
    ptrdiff_t L, ptrdiff_t P, ptrdiff_t b0, ptrdiff_t b1, ptrdiff_t c0, ptrdiff_t c1)
{
    for (ptrdiff_t b = b0; b < b1; b++) {
        ptrdiff_t row = (b * L + L - 1) * P;
        T *ur = sr + b * P, *ui = si + b * P;
        for (ptrdiff_t c = c0; c < c1; c++) {
            gr[row + c] = dr[row + c];
            gi[row + c] = di[row + c];
            ur[c] = ui[c] = 0;
        }
        for (ptrdiff_t t = L - 1; t > 0; t--) {
            T *nr = gr + row, *ni = gi + row;
            row -= P;
            T *pr = gr + row, *pi = gi + row;
            const T *xr = dr + row, *xi = di + row, *qr = hr + row, *qi = hi + row;
#pragma GCC ivdep
            for (ptrdiff_t c = c0; c < c1; c++) {
                ur[c] += qr[c] * nr[c] + qi[c] * ni[c];
                ui[c] += qr[c] * ni[c] - qi[c] * nr[c];
                pr[c] = ar[c] * nr[c] + ai[c] * ni[c] + xr[c];
                pi[c] = ar[c] * ni[c] - ai[c] * nr[c] + xi[c];
            }
        }
    }
}

/* Adjoint of scan_ltv: g[t] = dh[t] + conj(a[t+1]) g[t+1] is the gradient of b; da[t] = conj(h[t-1]) g[t]. */
void NAME(scan_ltv_adjoint)(const T *restrict ar, const T *restrict ai, const T *restrict hr, const T *restrict hi,
    const T *restrict dr, const T *restrict di, T *restrict gr, T *restrict gi, T *restrict sr, T *restrict si,
    ptrdiff_t L, ptrdiff_t P, ptrdiff_t b0, ptrdiff_t b1, ptrdiff_t c0, ptrdiff_t c1)
{
    for (ptrdiff_t b = b0; b < b1; b++) {
        ptrdiff_t row = (b * L + L - 1) * P;
        for (ptrdiff_t c = c0; c < c1; c++) {
            gr[row + c] = dr[row + c];
            gi[row + c] = di[row + c];
        }
        for (ptrdiff_t t = L - 1; t > 0; t--) {
            T *nr = gr + row, *ni = gi + row, *ur = sr + row, *ui = si + row;
            const T *fr = ar + row, *fi = ai + row;
            row -= P;
            T *pr = gr + row, *pi = gi + row;
            const T *xr = dr + row, *xi = di + row, *qr = hr + row, *qi = hi + row;
#pragma GCC ivdep
            for (ptrdiff_t c = c0; c < c1; c++) {
                ur[c] = qr[c] * nr[c] + qi[c] * ni[c];
                ui[c] = qr[c] * ni[c] - qi[c] * nr[c];
                pr[c] = fr[c] * nr[c] + fi[c] * ni[c] + xr[c];
                pi[c] = fr[c] * ni[c] - fi[c] * nr[c] + xi[c];
            }
        }
        for (ptrdiff_t c = c0; c < c1; c++) {
            sr[row + c] = si[row + c] = 0;
        }
    }
}

/* The selective scan (Mamba): delta = softplus(raw); s = exp(delta A) s + delta B u; y = C s + D u.
   u, raw, y are (B, L, E), a is (E, N), bt and ct are (B, L, N), d is (E), s is room for (B, E, N). */
void NAME(selective)(const T *restrict u, const T *restrict raw, const T *restrict a, const T *restrict bt,
    const T *restrict ct, const T *restrict d, T *restrict y, T *restrict s,
    ptrdiff_t L, ptrdiff_t E, ptrdiff_t N, ptrdiff_t b0, ptrdiff_t b1, ptrdiff_t c0, ptrdiff_t c1)
{
    for (ptrdiff_t b = b0; b < b1; b++) {
        T *sb = s + b * E * N;
        for (ptrdiff_t i = c0 * N; i < c1 * N; i++) {
            sb[i] = 0;
        }
        for (ptrdiff_t t = 0; t < L; t++) {
            const T *ut = u + (b * L + t) * E, *rt = raw + (b * L + t) * E;
            const T *bb = bt + (b * L + t) * N, *cc = ct + (b * L + t) * N;
            T *yt = y + (b * L + t) * E;
            for (ptrdiff_t e = c0; e < c1; e++) {
                T delta = rt[e] > 20 ? rt[e] : LOG1P(EXP(rt[e]));
                T x = delta * ut[e], sum = d[e] * ut[e];
                const T *ae = a + e * N;
                T *se = sb + e * N;
                for (ptrdiff_t n = 0; n < N; n++) {
                    se[n] = EXP(delta * ae[n]) * se[n] + x * bb[n];
                    sum += cc[n] * se[n];
                }
                yt[e] = sum;
            }
        }
    }
}
#endif
