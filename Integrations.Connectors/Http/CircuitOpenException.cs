namespace Integrations.Connectors.Http;

/// <summary>The vendor failed again and again and is left alone for a moment (RELIABILITY G3).</summary>
/// <param name="wait">When it is asked again.</param>
public sealed class CircuitOpenException(TimeSpan wait) : IOException("The vendor is left alone for now.")
{
    /// <summary>How long until the vendor is asked again; more than zero.</summary>
    public TimeSpan Wait => wait;
}
