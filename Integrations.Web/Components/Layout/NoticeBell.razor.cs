using System.Data.Common;
using Integrations.Core.Notices;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Integrations.Web.Components.Layout;

/// <summary>How many notices are unread, in the top bar; counted again when a page is gone to.</summary>
public sealed partial class NoticeBell(NoticeService notices, CurrentCaller caller, NavigationManager navigation, ILogger<NoticeBell> logger) : IDisposable
{
    private const int Most = 9;

    private int _unread;

    private string Words => _unread == 0 ? Text.T("Notices") : Text.Count(_unread, "Notices: 1 is unread", "Notices: {0} are unread");

    public void Dispose() => navigation.LocationChanged -= Look;

    protected override async Task OnInitializedAsync()
    {
        await CountUnreadAsync();
        if (RendererInfo.IsInteractive)
        {
            navigation.LocationChanged += Look;
        }
    }

    private void Look(object? sender, LocationChangedEventArgs to) => _ = InvokeAsync(async () =>
    {
        await CountUnreadAsync();
        StateHasChanged();
    });

    private async Task CountUnreadAsync()
    {
        try
        {
            _unread = await notices.CountUnreadAsync(caller.Value, CancellationToken.None);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or InvalidOperationException)
        {
            // A bell that cannot count is no reason for a page to fail.
            LogNotCounted(logger, exception);
        }
    }

    [LoggerMessage(6621, LogLevel.Warning, "Unread notices could not be counted")]
    private static partial void LogNotCounted(ILogger logger, Exception exception);
}
