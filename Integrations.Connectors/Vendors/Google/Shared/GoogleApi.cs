using Google;
using Google.Apis.Http;
using Google.Apis.Services;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Shared;

/// <summary>One of Google's APIs on Google's own client runtime, over the session's handler.</summary>
/// <remarks>
/// The runtime builds addresses and bodies and reads JSON; deadlines, retries, refresh and limits stay with the session,
/// so its own back-off is off (one layer retries, RELIABILITY R9).
/// </remarks>
internal sealed class GoogleApi : BaseClientService
{
    private readonly VendorSession _session;

    private GoogleApi(VendorSession session, string name, string root, string path)
        : base(new Initializer
        {
            ApplicationName = "IntegrationsHub",
            BaseUri = root + path,
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            // Bodies are small; plain ones can be repeated and read by anyone who stands between.
            GZipEnabled = false,
            // Or a long address would become a POST in disguise.
            MaxUrlLength = 0,
            HttpClientFactory = new HttpClientFromMessageHandlerFactory(_ => new(new SessionHandler(session), performsAutomaticDecompression: false, handlesRedirect: false)),
        })
    {
        (_session, Name, BasePath) = (session, name, path);
    }

    public override string Name { get; }

    public override string BaseUri => BaseUriOverride;

    public override string BasePath { get; }

    public override IList<string> Features { get; } = [];

    public static GoogleApi Calendar(VendorSession session) => new(session, "calendar", "https://www.googleapis.com/", "calendar/v3/");

    public static GoogleApi Drive(VendorSession session) => new(session, "drive", "https://www.googleapis.com/", "drive/v3/");

    /// <summary>The same methods where they carry content.</summary>
    public static GoogleApi DriveUpload(VendorSession session) => new(session, "drive", "https://www.googleapis.com/", "upload/drive/v3/");

    public static GoogleApi Meet(VendorSession session) => new(session, "meet", "https://meet.googleapis.com/", "");

    public static GoogleApi Identity(VendorSession session) => new(session, "oauth2", "https://www.googleapis.com/", "");

    /// <summary>Runs a request; whatever goes wrong at the vendor is a failure in its own words.</summary>
    public Task<Result<T>> RunAsync<T>(GoogleRequest<T> request, CancellationToken cancellationToken)
        where T : class =>
        _session.CallAsync<T>(
            async () =>
            {
                if (!request.StaysInItsPlace)
                {
                    return VendorFailures.NotFound(_session.VendorName, null);
                }

                try
                {
                    return await request.ExecuteAsync(cancellationToken) is { } answer ? Result<T>.Success(answer) : VendorFailures.Unreadable(_session.VendorName, null);
                }
                catch (Exception exception) when (exception is GoogleApiException or JsonException)
                {
                    // Refusals have become failures before the runtime sees them, so this is an answer that is no JSON of this shape.
                    return VendorFailures.Unreadable(_session.VendorName, null);
                }
            },
            cancellationToken);
}
