using System.Numerics;
using System.Security.Cryptography;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>
/// Verifies Ed25519 signatures (RFC 8032, section 5.1.7), which .NET has no type for. All that it handles is public, so that the time
/// that it takes tells nothing; it signs nothing and knows no private key.
/// </summary>
internal static class Ed25519
{
    public const int KeyLength = 32;

    public const int SignatureLength = 64;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Modulo(-121_665 * Inverse(121_666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly Point Base = Decode([0x58, .. Enumerable.Repeat((byte)0x66, KeyLength - 1)])!;

    /// <param name="key">The public key.</param>
    /// <param name="message">What was signed, in parts.</param>
    /// <param name="signature">Of 64 bytes.</param>
    public static bool Verify(byte[] key, IEnumerable<ReadOnlyMemory<byte>> message, byte[] signature)
    {
        var scalar = new BigInteger(signature.AsSpan(KeyLength), isUnsigned: true);
        if (scalar >= Order || Decode(key) is not { } signer || Decode(signature[..KeyLength]) is not { } commitment)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(signature, 0, KeyLength);
        hash.AppendData(key);
        foreach (var part in message)
        {
            hash.AppendData(part.Span);
        }

        var challenge = new BigInteger(hash.GetHashAndReset(), isUnsigned: true) % Order;
        return Multiply(scalar, Base).IsSameAs(Add(commitment, Multiply(challenge, signer)));
    }

    /// <summary>Null for bytes that are no point of the curve, or not written the one way that there is.</summary>
    private static Point? Decode(byte[] bytes)
    {
        var isOdd = (bytes[^1] & 0x80) != 0;
        byte[] plain = [.. bytes[..^1], (byte)(bytes[^1] & 0x7f)];
        var y = new BigInteger(plain, isUnsigned: true);
        if (y >= P)
        {
            return null;
        }

        var square = Modulo((y * y - 1) * Inverse(Modulo(D * y * y + 1)));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        x = Modulo(x * x - square).IsZero ? x : Modulo(x * RootOfMinusOne);
        return !Modulo(x * x - square).IsZero || (x.IsZero && isOdd) ? null
            : Point.Of(x.IsEven == isOdd ? P - x : x, y);
    }

    private static Point Multiply(BigInteger scalar, Point point)
    {
        var sum = Point.Of(0, 1);
        for (; !scalar.IsZero; scalar >>= 1)
        {
            if (!scalar.IsEven)
            {
                sum = Add(sum, point);
            }

            point = Add(point, point);
        }

        return sum;
    }

    private static Point Add(Point one, Point other)
    {
        var a = Modulo((one.Y - one.X) * (other.Y - other.X));
        var b = Modulo((one.Y + one.X) * (other.Y + other.X));
        var c = Modulo(2 * D * one.T * other.T);
        var d = Modulo(2 * one.Z * other.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new Point(Modulo(e * f), Modulo(g * h), Modulo(f * g), Modulo(e * h));
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    private static BigInteger Modulo(BigInteger value) => BigInteger.Remainder(value, P) is var rest && rest.Sign < 0 ? rest + P : rest;

    /// <summary>In extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.</summary>
    private sealed record Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
    {
        public static Point Of(BigInteger x, BigInteger y) => new(x, y, 1, Modulo(x * y));

        public bool IsSameAs(Point other) => Modulo(X * other.Z - other.X * Z).IsZero && Modulo(Y * other.Z - other.Y * Z).IsZero;
    }
}
