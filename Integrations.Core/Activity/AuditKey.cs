using System.Security.Cryptography;
using System.Text;
using Integrations.Primitives;

namespace Integrations.Core.Activity;

/// <summary>Makes and checks links of audit chains.</summary>
[HoldsSecret]
internal sealed class AuditKey(Guid id, byte[] bytes)
{
    public Guid Id => id;

    /// <summary>HMAC-SHA256 over the entry, member by member, and the hash before it.</summary>
    public string HashOf(AuditEntry entry, string previous)
    {
        using var canonical = new MemoryStream();
        using (var writer = new BinaryWriter(canonical, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write("integrations audit 1");
            writer.Write(previous);
            writer.Write(entry.Sequence ?? 0);
            writer.Write(entry.Id.ToByteArray());
            Write(writer, entry.OrganizationId?.ToString("N"));
            Write(writer, entry.ActorUserId?.ToString("N"));
            Write(writer, entry.ActorTokenId?.ToString("N"));
            Write(writer, entry.ActorName);
            Write(writer, entry.Action);
            Write(writer, entry.TargetType);
            Write(writer, entry.TargetId);
            Write(writer, entry.TargetName);
            Write(writer, entry.Before);
            Write(writer, entry.After);
            Write(writer, entry.RemoteAddress);
            Write(writer, entry.RequestId);
            writer.Write(entry.OccurredAt.UtcTicks);
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(bytes, canonical.GetBuffer().AsSpan(0, (int)canonical.Length)));
    }

    /// <summary>Whether this key linked the entry there, as it is now.</summary>
    public bool Linked(AuditEntry entry, string previous) =>
        entry.Hash is { } hash && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(entry, previous)), Encoding.ASCII.GetBytes(hash));

    public override string ToString() => "***";

    /// <summary>Nothing and an empty text are different, and no two texts side by side read as another two.</summary>
    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        writer.Write(text ?? "");
    }
}
