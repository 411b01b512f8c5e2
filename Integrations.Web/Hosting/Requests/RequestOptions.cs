using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting.Requests;

/// <summary>Section <c>Requests</c>.</summary>
internal sealed class RequestOptions
{
    public const string Section = "Requests";

    /// <summary>How long an API request may take, from its first byte to the start of its answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call that is passed on to a vendor may take, with the whole of both bodies.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan ProxyDeadline { get; set; } = TimeSpan.FromMinutes(5);
}
