import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { StepKind } from '../content/schema/step.ts';
import { never } from './core/result.ts';
import type { Kiosk } from './models/kiosk.ts';
import type { Maintenance } from './models/maintenance.ts';
import type { Visit } from './models/visit.ts';
import { Closed } from './screens/closed.tsx';
import { Door } from './screens/door.tsx';
import { EditField } from './screens/edit-field.tsx';
import { Home } from './screens/home.tsx';
import { Idle } from './screens/idle.tsx';
import { screens } from './screens/index.ts';
import { ItemScreen } from './screens/item.tsx';
import type { StepProps } from './screens/props.ts';
import { Search } from './screens/search.tsx';
import { Stage } from './screens/stage.tsx';
import { Status } from './screens/status.tsx';

/** The ladder: out of service → idle → home → stage → item → visit; for staff, status → door → maintenance. */
export function App({ kiosk }: { readonly kiosk: Kiosk }) {
  const place = kiosk.place.value;
  const large = kiosk.large.value;
  const night = kiosk.night.value;
  const language = kiosk.language.value;
  useEffect(() => {
    const root = document.documentElement;
    root.classList.toggle('elder', large);
    root.classList.toggle('dark', night);
    root.lang = language === 'en' ? 'en' : 'zh-CN';
    root.dataset['ready'] = place.is;
  }, [large, night, language, place.is]);
  // Each new screen is announced from its title; keypad and screen reader start there.
  const screen = place.is === 'visit' ? `${place.visit.stop.value.id}${place.visit.editing.value ?? ''}` : place.is === 'search' ? 'search' : place.is === 'item' ? `item ${place.matter.is === 'chain' ? place.matter.chain.id : `${place.matter.item.id} ${place.matter.variant?.id}`}` : place.is === 'door' ? 'door' : place.is === 'maintenance' ? `maintenance ${place.maintenance.trying.value?.kind}` : JSON.stringify(place);
  useEffect(() => { document.getElementById('title')?.focus({ preventScroll: true }); }, [screen]);
  if (kiosk.outOfService.value) return <Closed kiosk={kiosk} />;
  switch (place.is) {
    case 'idle': return <Idle kiosk={kiosk} />;
    case 'home': return <Home kiosk={kiosk} list={place.list} />;
    case 'search': return <Search kiosk={kiosk} typed={place.typed} />;
    case 'stage': return <Stage kiosk={kiosk} list={place.list} stage={place.stage} />;
    case 'item': return <ItemScreen kiosk={kiosk} matter={place.matter} from={place.from} />;
    case 'status': return <Status kiosk={kiosk} />;
    case 'door': return <Door kiosk={kiosk} door={place.door} />;
    case 'maintenance': return <MaintenanceScreen kiosk={kiosk} maintenance={place.maintenance} />;
    case 'visit': return <StepScreen kiosk={kiosk} visit={place.visit} />;
    default: return never(place);
  }
}

type MaintenanceProps = { readonly kiosk: Kiosk; readonly maintenance: Maintenance };
/** Loaded when the first maintainer comes: no citizen needs it. */
function MaintenanceScreen(props: MaintenanceProps) {
  const [Screen, setScreen] = useState<ComponentType<MaintenanceProps> | null>(null);
  useEffect(() => {
    void (async () => {
      const { MaintenancePage } = await import('./screens/maintenance.tsx');
      setScreen(() => MaintenancePage);
    })();
  }, []);
  return Screen ? <Screen {...props} /> : null;
}

function StepScreen({ kiosk, visit }: { readonly kiosk: Kiosk; readonly visit: Visit }) {
  const { step, id } = visit.stop.value;
  const editing = visit.editing.value;
  if (editing !== null) return <EditField key={editing} kiosk={kiosk} visit={visit} fieldId={editing} />;
  const Screen = screens[step.do] as ComponentType<StepProps<StepKind>>;
  return <Screen key={id} step={step} visit={visit} kiosk={kiosk} />;
}
