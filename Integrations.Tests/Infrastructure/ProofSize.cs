namespace Integrations.Tests.Infrastructure;

/// <summary>Proofs have a short form, for every run of the tests, and a long one: <c>PROOFS=long</c>, as <c>scripts/prove</c> sets it.</summary>
internal static class ProofSize
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("PROOFS") == "long";

    public static int Of(int always, int whenLong) => IsLong ? whenLong : always;
}
