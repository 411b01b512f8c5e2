using System.Security.Cryptography;
using System.Text;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>How the secret of an address becomes the key of a signature.</summary>
/// <param name="Form"><c>text</c> (its UTF-8 bytes), <c>base64</c> or <c>hex</c>.</param>
/// <param name="Prefix">Stands before it and is no part of the key, such as <c>whsec_</c>; null where nothing does.</param>
internal sealed record EventKey(string Form, string? Prefix)
{
    public static EventKey AsText { get; } = new("text", null);

    /// <summary>The key's bytes; null when the secret has not that form or leaves no key at all, so that it proves nothing.</summary>
    public byte[]? Of(Secret secret)
    {
        var text = secret.Reveal();
        if (Prefix is not null && text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            text = text[Prefix.Length..];
        }

        return Form switch
        {
            "base64" => EventSignature.Base64(text),
            "hex" => EventSignature.Hex(text),
            _ => Encoding.UTF8.GetBytes(text),
        } is { Length: > 0 } key ? key : null;
    }

    /// <summary>The keyed hash of several parts, one behind the other.</summary>
    public static byte[] Hash(string algorithm, byte[] key, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        var name = algorithm switch
        {
            // Some vendors sign with nothing newer; as a keyed hash it is not broken.
            "sha1" => HashAlgorithmName.SHA1,
            "sha512" => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA256,
        };
        using var hash = IncrementalHash.CreateHMAC(name, key);
        foreach (var part in parts)
        {
            hash.AppendData(part.Span);
        }

        return hash.GetHashAndReset();
    }
}
