using Integrations.Primitives;

namespace Integrations.Web.Hosting.Requests;

/// <summary>The hub took too long; worded as every refusal of the API is (ApiFaults).</summary>
internal sealed class RequestExpiredException(TimeSpan deadline, Exception inner) : Exception("The request took too long.", inner)
{
    public Failure Failure { get; } = new(
        FailureKind.Unavailable, "request.timeout", $"The hub did not finish within {deadline.TotalSeconds:0.#} seconds. Look whether what was asked for was done, then try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };
}
