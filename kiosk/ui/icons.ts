import {
  Accessibility, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Baby, Banknote, Bell, BookOpen, Briefcase, BuildingComplex, Calendar,
  Camera, Car, Check, ChevronLeft, ChevronRight, CircleAlert, CircleCheck, CircleQuestionMark, CircleX, Clock, CreditCard, Delete,
  Eraser, Eye, EyeOff, FaceAngry, FaceGrinning, FaceNeutral, FaceSlightlyFrowning, FaceSlightlySmiling, FileCheck, FilePlus,
  FileText, Files, FolderCheck, Glasses, GraduationCap, HandHelping, HardDrive, Headphones, Heart, HeartHandshake, Hourglass, House, IdCard,
  Info, Keyboard, Landmark, Languages, Layers, Lightbulb, ListChecks, Lock, LogOut, Mail, MapPin, Minus, Monitor, Moon, Package, PenLine,
  Pencil, Phone, Plus, Pointer, Power, Printer, QrCode, ReceiptText, RefreshCw, Scale, ScanFace, Search, ShieldCheck, Signature,
  Stamp, Star, Store, Sun, TriangleAlert, Undo2, User, UserCheck, Users, Volume2, VolumeX, Wallet, Wifi, WifiOff, Workflow, Wrench, X,
} from 'lucide';

/** lucide's shape: tag and attributes of each part of a 24×24 drawing. */
type Drawing = readonly (readonly [tag: string, attributes: Readonly<Record<string, string | number | undefined>>])[];

/** Every icon the kiosk uses, by the word the screens use. Importing one by one keeps the other 1,700 out of the build. */
const registry = {
  house: House, search: Search, 'arrow-left': ArrowLeft, 'arrow-right': ArrowRight, 'arrow-up': ArrowUp, 'arrow-down': ArrowDown,
  'chevron-left': ChevronLeft, 'chevron-right': ChevronRight, check: Check, 'circle-check': CircleCheck,
  'triangle-alert': TriangleAlert, 'circle-x': CircleX, 'circle-alert': CircleAlert, info: Info, 'id-card': IdCard,
  'credit-card': CreditCard, 'scan-face': ScanFace, printer: Printer, receipt: ReceiptText, 'wifi-off': WifiOff, wifi: Wifi,
  'volume-2': Volume2, 'volume-x': VolumeX, languages: Languages, glasses: Glasses, 'circle-help': CircleQuestionMark,
  'log-out': LogOut, user: User, users: Users, 'user-check': UserCheck, 'building-2': BuildingComplex, landmark: Landmark,
  store: Store, pencil: Pencil, delete: Delete, eraser: Eraser, keyboard: Keyboard, camera: Camera, 'qr-code': QrCode,
  'file-text': FileText, 'file-check': FileCheck, 'file-plus': FilePlus, files: Files, 'folder-check': FolderCheck, stamp: Stamp,
  clock: Clock, hourglass: Hourglass, calendar: Calendar, banknote: Banknote, wallet: Wallet, scale: Scale,
  'list-checks': ListChecks, workflow: Workflow, layers: Layers, 'map-pin': MapPin, phone: Phone, mail: Mail, bell: Bell,
  'shield-check': ShieldCheck, eye: Eye, 'eye-off': EyeOff, star: Star, laugh: FaceGrinning, smile: FaceSlightlySmiling,
  meh: FaceNeutral, frown: FaceSlightlyFrowning, angry: FaceAngry, plus: Plus, minus: Minus, x: X, hand: Pointer,
  'hand-helping': HandHelping, 'heart-handshake': HeartHandshake, accessibility: Accessibility, signature: Signature,
  'pen-line': PenLine, package: Package, refresh: RefreshCw, undo: Undo2, power: Power, monitor: Monitor, lock: Lock, baby: Baby,
  'graduation-cap': GraduationCap, briefcase: Briefcase, car: Car, heart: Heart, 'book-open': BookOpen, headphones: Headphones,
  moon: Moon, sun: Sun, 'hard-drive': HardDrive, lightbulb: Lightbulb, wrench: Wrench,
} satisfies Record<string, Drawing>;

export type IconName = keyof typeof registry;
export const icons: Readonly<Record<IconName, Drawing>> = registry;
