using Integrations.Core.Connections.OAuth;

namespace Integrations.Core.Setup;

/// <summary>Ticks the checklist's line about a provider's callback address.</summary>
internal sealed class CallbackMarks(ChecklistMarks marks) : ICallbackLog
{
    public Task ArrivedAsync(string provider, CancellationToken cancellationToken) => marks.NoteCallbackAsync(provider, cancellationToken);
}
