namespace Integrations.Core.Identity;

/// <param name="Granted">Permits to use; zero when the limit is reached.</param>
/// <param name="Taken">Permits that count, these included.</param>
/// <param name="Oldest">When the first of them was leased, in milliseconds since 1970.</param>
public sealed record RateGrant(int Granted, int Taken, long Oldest);
