using System.Security.Cryptography;
using System.Text;

namespace Integrations.Sandbox.Accounts;

/// <summary>Randomness that is the same on every start, different per vendor and account.</summary>
internal static class SandboxSeed
{
    // Repeatability is the point here; secrets of the sandbox come from RandomNumberGenerator.
#pragma warning disable CA5394
    public static Random For(string vendor, SandboxAccount account) => new(Number(vendor, account.Email));

    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    public static int Between(this Random random, int fromInclusive, int toExclusive) => random.Next(fromInclusive, toExclusive);
#pragma warning restore CA5394

    /// <summary>A stable positive number for any texts: ids that survive a restart.</summary>
    public static int Number(params string[] texts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts)));
        return BitConverter.ToInt32(hash, 0) & 0x3FFF_FFFF;
    }

    /// <summary>A stable GUID for any texts.</summary>
    public static Guid Guid(params string[] texts) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))).AsSpan(0, 16));
}
