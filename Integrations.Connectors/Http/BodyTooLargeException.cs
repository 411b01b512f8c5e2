namespace Integrations.Connectors.Http;

/// <summary>A body was longer than we read.</summary>
public sealed class BodyTooLargeException(long limit) : IOException($"The answer is larger than {limit} bytes.");
